package dev.sluice.system;

/** Small manifests for the overlays of the tests. */
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
