package dev.sluice.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of the project that say which versions it is built with. */
public final class Checkout {

  private Checkout() {}

  public static Path root() {
    return Path.of(System.getProperty("sluice.checkout", "."));
  }

  /** The version of the project itself. */
  public static String version() throws IOException {
    return find("pom.xml", "<artifactId>sluice</artifactId>\\s*<version>([^<]+)</version>");
  }

  public static String javaRelease() throws IOException {
    return find("pom.xml", "<maven.compiler.release>(\\d+)</maven.compiler.release>");
  }

  /** The oldest Go that builds the render worker. */
  public static String goVersion() throws IOException {
    return find("src/main/kustomize/go.mod", "(?m)^go (\\S+)$");
  }

  public static String find(String file, String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(root().resolve(file)));
    if (!matcher.find()) {
      throw new AssertionError(file + " has nothing that matches " + pattern);
    }
    return matcher.group(1);
  }
}
