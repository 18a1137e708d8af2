package dev.sluice.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The config repository of a pipeline: the first environment follows the branch, each of the others
 * the one before it, the last as a standby does. Every application has some ConfigMaps in each.
 */
final class PipelineFixture {

  private PipelineFixture() {}

  /** Names of the environments, in their order; their namespaces are called the same. */
  static List<String> environments(Size size) {
    List<String> names = new ArrayList<>();
    for (int number = 1; number <= size.environments(); number++) {
      names.add("stage-" + number);
    }
    return names;
  }

  /** The environments, without any application yet but one. */
  static Map<String, String> empty(Size size) {
    Map<String, String> files = new LinkedHashMap<>();
    List<String> names = environments(size);
    for (int number = 0; number < names.size(); number++) {
      String follows =
          number == 0
              ? "{branch: main}"
              : "{environment: %s, verified: %s}"
                  .formatted(names.get(number - 1), number == names.size() - 1);
      files.put(
          "environments/" + names.get(number) + ".yaml",
          """
          apiVersion: sluice.dev/v1alpha1
          kind: Environment
          metadata:
            name: %1$s
          spec:
            overlays: overlays/*/%1$s
            namespace: %1$s
            follows: %2$s
            minHealthy: 1s
            gates:
              - config: {}
          """
              .formatted(names.get(number), follows));
    }
    return files;
  }

  /** All applications. */
  static Map<String, String> applications(Size size, String value) {
    Map<String, String> files = new LinkedHashMap<>();
    for (int number = 0; number < size.applications(); number++) {
      files.putAll(application(size, number, value));
    }
    return files;
  }

  /** One application in all environments, with a value of its own. */
  static Map<String, String> application(Size size, int number, String value) {
    String name = Fixture.application(number);
    Map<String, String> files = new LinkedHashMap<>();
    for (String environment : environments(size)) {
      String folder = "overlays/" + name + "/" + environment + "/";
      StringBuilder yaml = new StringBuilder();
      for (int object = 0; object < size.objects(); object++) {
        yaml.append("---\n")
            .append(
                Fixture.configMap(name + "-settings-" + object, object == 0 ? value : "unchanged"));
      }
      files.put(folder + "kustomization.yaml", "resources: [objects.yaml]\n");
      files.put(folder + "objects.yaml", yaml.toString());
    }
    return files;
  }
}
