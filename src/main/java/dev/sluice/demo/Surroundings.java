package dev.sluice.demo;

import dev.sluice.kube.Cluster;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Manifest;
import dev.sluice.model.Origin;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What the worked example refers to and Git never holds: Secrets with random values, as a team's
 * secret store makes them in a real cluster, and the class of its ingresses, as their controller
 * does.
 */
public final class Surroundings {

  private static final String LIST = "/demo/secrets.yaml";
  private static final int VALUE_BYTES = 24;

  private final Cluster cluster;
  private final SecureRandom random = new SecureRandom();

  /** Makes them in this cluster. */
  public Surroundings(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Creates the class, every listed Secret in every environment, and the namespaces they live in.
   */
  public void create(List<String> environments) throws Stopped, IOException {
    apply(
        "networking.k8s.io/v1",
        "IngressClass",
        "",
        "nginx",
        Map.of("spec", Map.of("controller", "k8s.io/ingress-nginx")));
    for (Map<String, Object> secret : Trees.maps(list(), "secrets")) {
      for (String environment : environments) {
        String namespace = Trees.string(secret, "namespace").replace("{environment}", environment);
        apply("v1", "Namespace", "", namespace, Map.of());
        apply("v1", "Secret", namespace, Trees.string(secret, "name"), values(secret));
      }
    }
  }

  private Map<String, Object> values(Map<String, Object> secret) {
    Map<String, Object> data = new LinkedHashMap<>();
    for (Object key : Trees.list(secret, "keys")) {
      byte[] value = new byte[VALUE_BYTES];
      random.nextBytes(value);
      data.put(key.toString(), Base64.getEncoder().encodeToString(value));
    }
    return Map.of("data", data);
  }

  private void apply(
      String apiVersion, String kind, String namespace, String name, Map<String, Object> more)
      throws Stopped {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name);
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    Map<String, Object> content = new LinkedHashMap<>(more);
    content.put("apiVersion", apiVersion);
    content.put("kind", kind);
    content.put("metadata", metadata);
    Manifest manifest =
        new Manifest(ApiKind.of(apiVersion, kind), namespace, name, content, Origin.UNKNOWN);
    cluster.apply(manifest, Cluster.Persistence.STORED, Cluster.Ownership.FORCE);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> list() throws IOException {
    try (InputStream file = Surroundings.class.getResourceAsStream(LIST)) {
      if (file == null) {
        throw new IOException(LIST + " is missing from the program");
      }
      return (Map<String, Object>)
          new Load(LoadSettings.builder().build()).loadFromInputStream(file);
    }
  }
}
