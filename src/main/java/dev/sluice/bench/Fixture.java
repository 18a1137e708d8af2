package dev.sluice.bench;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Manifest;
import dev.sluice.model.Origin;
import dev.sluice.model.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The config repository of a measurement: applications of the kinds that {@code deploy/base} lets
 * the daemon write, and one further application, {@link #BELL}, that nothing is ever changed in.
 *
 * <p>Deployments have no replicas, so that no Pods stand beside what is measured.
 */
final class Fixture {

  /** The application whose target is annotated to say that something was pushed. */
  static final String BELL = "bell";

  /** The only environment. */
  static final String ENVIRONMENT = "bench";

  /** Where the daemon's objects live. */
  static final String NAMESPACE = "bench";

  /** What a new repository holds: the environment, and the bell. */
  static Map<String, String> empty() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        "environments/bench.yaml",
        """
        apiVersion: sluice.dev/v1alpha1
        kind: Environment
        metadata:
          name: %s
        spec:
          overlays: overlays/*/bench
          namespace: %s
          follows:
            branch: main
        """
            .formatted(ENVIRONMENT, NAMESPACE));
    overlay(files, BELL, configMap(BELL, "none"));
    return files;
  }

  /** All applications of a size. */
  static Map<String, String> applications(Size size) {
    Map<String, String> files = new LinkedHashMap<>();
    for (int number = 0; number < size.applications(); number++) {
      String name = application(number);
      overlay(files, name, objects(name, size.objects(), "first"));
    }
    return files;
  }

  /** The file that {@link #objects} of an application are in. */
  static String file(String application) {
    return "overlays/" + application + "/bench/objects.yaml";
  }

  static String application(int number) {
    return "app-%04d".formatted(number);
  }

  /** Name of the ConfigMap that a commit changes. */
  static String settings(String application) {
    return application + "-settings-0";
  }

  /** The kinds that are written. */
  static Set<ApiKind> kinds() {
    return Set.of(
        new ApiKind("apps", "v1", "Deployment"),
        new ApiKind("", "v1", "Service"),
        new ApiKind("", "v1", "ServiceAccount"),
        new ApiKind("", "v1", "ConfigMap"),
        new ApiKind("networking.k8s.io", "v1", "Ingress"),
        new ApiKind("networking.k8s.io", "v1", "NetworkPolicy"));
  }

  /** The same objects for a client without a daemon, in a namespace of their own. */
  static List<Manifest> manifests(Size size, String namespace) {
    List<Manifest> manifests = new ArrayList<>();
    for (int number = 0; number < size.applications(); number++) {
      String yaml = objects(application(number), size.objects(), "first");
      Load load = new Load(LoadSettings.builder().build());
      for (Object document : load.loadAllFromString(yaml)) {
        manifests.add(manifest(document).inNamespace(namespace));
      }
    }
    return manifests;
  }

  /** The YAML of an application's objects. */
  static String objects(String name, int count, String value) {
    StringBuilder yaml = new StringBuilder(FixtureYaml.fixed(name));
    for (int number = 0; number < count - FixtureYaml.FIXED; number++) {
      yaml.append("---\n")
          .append(configMap(name + "-settings-" + number, number == 0 ? value : "unchanged"));
    }
    return yaml.toString();
  }

  private Fixture() {}

  private static void overlay(Map<String, String> files, String name, String objects) {
    files.put("overlays/" + name + "/bench/kustomization.yaml", "resources: [objects.yaml]\n");
    files.put(file(name), objects);
  }

  /** One ConfigMap. */
  static String configMap(String name, String value) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: %s
    data:
      VALUE: "%s"
      LOG_LEVEL: INFO
      ENDPOINT: http://%s.bench.svc:8080
    """
        .formatted(name, value, name);
  }

  @SuppressWarnings("unchecked")
  private static Manifest manifest(Object document) {
    Map<String, Object> content = (Map<String, Object>) document;
    return new Manifest(
        ApiKind.of(Trees.string(content, "apiVersion"), Trees.string(content, "kind")),
        "",
        Trees.string(Trees.map(content, "metadata"), "name"),
        content,
        Origin.UNKNOWN);
  }
}
