package dev.sluice.demo;

import dev.sluice.controlplane.Binary;
import dev.sluice.controlplane.ControlPlaneBinaries;
import dev.sluice.controlplane.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** What a person can try, with lines to copy into another terminal. */
final class Guide {

  private static final String TEXT = "/demo/guide.txt";

  private final PrintStream out;
  private final Path home;

  /**
   * A guide.
   *
   * @param home the checkout: the program starts from there
   */
  Guide(PrintStream out, Path home) {
    this.out = out;
    this.home = home;
  }

  void print(Playground playground) throws IOException {
    Map<String, Object> names = new TreeMap<>();
    names.put("kubeconfig", playground.plane().kubeconfig());
    names.put("kubectl", kubectl());
    names.put("sluice", home.resolve("sluice"));
    names.put("repository", playground.git().url(Playground.REPOSITORY));
    names.put("down", playground.websites().down());
    Playground.APPROVERS.forEach(
        person -> names.put(person.name(), playground.plane().kubeconfig(person.name())));
    String text = text();
    for (Map.Entry<String, Object> name : names.entrySet()) {
      text = text.replace("{" + name.getKey() + "}", name.getValue().toString());
    }
    out.print(text);
    out.flush();
  }

  private static Path kubectl() throws IOException {
    return Objects.requireNonNull(
        ControlPlaneBinaries.standard(Progress.silent())
            .find(Set.of(Binary.KUBECTL))
            .get(Binary.KUBECTL));
  }

  /** The text, in which names in braces stand for what is different in every run. */
  static String text() throws IOException {
    try (InputStream file = Guide.class.getResourceAsStream(TEXT)) {
      if (file == null) {
        throw new IOException(TEXT + " is missing from the program");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
