package dev.sluice.controlplane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Go module of this project that pins programs of the control plane. Its two files travel inside
 * the packaged program, so that it can build them outside a checkout.
 */
enum GoModule {
  KUBERNETES("", "k8s.io/kubernetes"),
  KWOK("kwok/", "sigs.k8s.io/kwok");

  private final String folder;
  private final String requirement;

  GoModule(String folder, String requirement) {
    this.folder = folder;
    this.requirement = requirement;
  }

  /** The version of the programs, such as {@code v1.36.3}, as the module requires it. */
  String version() {
    return firstMatch("(?m)^(?:require)?\\s+" + Pattern.quote(requirement) + " (v\\S+)");
  }

  /** The oldest Go that builds the module, such as {@code 1.26.0}. */
  String minimumGo() {
    return firstMatch("(?m)^go (\\S+)$");
  }

  /** Writes go.mod and go.sum into a folder. */
  void copyTo(Path target) throws IOException {
    Files.write(target.resolve("go.mod"), read("go.mod"));
    Files.write(target.resolve("go.sum"), read("go.sum"));
  }

  /** Names the content of all modules: another pin of anything is another fingerprint. */
  static String fingerprint() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (GoModule module : values()) {
        digest.update(module.read("go.mod"));
        digest.update(module.read("go.sum"));
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private String firstMatch(String expression) {
    String text = new String(read("go.mod"), StandardCharsets.UTF_8);
    Matcher matcher = Pattern.compile(expression).matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException(
          "control-plane/" + folder + "go.mod has no line like " + expression);
    }
    return matcher.group(1);
  }

  private byte[] read(String name) {
    return Resources.read(folder + name);
  }
}
