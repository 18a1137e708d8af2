package dev.sluice.system;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;

/** Small manifests for the overlays of the tests, and what objects tell. */
final class Manifests {

  private Manifests() {}

  static String configMap(String name, String value) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: %s
    data:
      value: "%s"
    """
        .formatted(name, value);
  }

  /** When an object was created. */
  static Instant created(HasMetadata object) {
    return Instant.parse(object.getMetadata().getCreationTimestamp());
  }

  /** When a Deployment became available. */
  static Instant available(Deployment deployment) {
    return deployment.getStatus().getConditions().stream()
        .filter(one -> one.getType().equals("Available") && one.getStatus().equals("True"))
        .map(one -> Instant.parse(one.getLastTransitionTime()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("not available: " + deployment.getMetadata()));
  }

  static String service(String name) {
    return """
    apiVersion: v1
    kind: Service
    metadata:
      name: %s
    spec:
      selector:
        app: %s
      ports:
        - name: http
          port: 80
          targetPort: 8080
    """
        .formatted(name, name);
  }

  static String deployment(String name, String image) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: %s
    spec:
      replicas: 1
      selector:
        matchLabels:
          app: %s
      template:
        metadata:
          labels:
            app: %s
        spec:
          containers:
            - name: main
              image: %s
    """
        .formatted(name, name, name, image);
  }
}
