package dev.sluice.corpus;

import dev.sluice.testing.RuleCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The files of one case. {@code @namespace@} stands for the namespace of this run, {@code @unique@}
 * for a word that no other run has, {@code @filler@} for 300,000 characters.
 */
final class CaseFiles {

  private static final int FILLER = 300_000;

  private final RuleCase folder;
  private final String namespace;

  CaseFiles(RuleCase folder, String namespace) {
    this.folder = folder;
    this.namespace = namespace;
  }

  String text(String file) {
    return folder
        .text(file)
        .replace("@namespace@", namespace)
        .replace("@unique@", namespace)
        .replace("@filler@", "x".repeat(FILLER));
  }

  /** All documents of a file. */
  List<Map<String, Object>> documents(String file) {
    List<Map<String, Object>> documents = new ArrayList<>();
    for (Object document : yaml().loadAll(text(file))) {
      documents.add(map(document));
    }
    return documents;
  }

  Map<String, Object> document(String file) {
    return map(yaml().load(text(file)));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object document) {
    return (Map<String, Object>) Objects.requireNonNull(document);
  }

  // The times in manifests are text, as everywhere in Kubernetes.
  private static Yaml yaml() {
    return new Yaml(new SafeConstructor(new LoaderOptions()));
  }
}
