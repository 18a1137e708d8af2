package dev.sluice.bench;

/** The objects that every application of a measurement has once. */
final class FixtureYaml {

  /** How many {@link #fixed} has. */
  static final int FIXED = 6;

  private static final String OBJECTS =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: NAME
        labels: {app: NAME}
      spec:
        replicas: 0
        selector:
          matchLabels: {app: NAME}
        template:
          metadata:
            labels: {app: NAME}
          spec:
            serviceAccountName: NAME
            containers:
              - name: web
                image: registry.example.com/NAME:1.0.0
                ports:
                  - {name: http, containerPort: 8080}
                envFrom:
                  - configMapRef: {name: NAME-settings-0}
                resources:
                  requests: {cpu: 50m, memory: 64Mi}
                  limits: {memory: 128Mi}
                readinessProbe:
                  httpGet: {path: /ready, port: http}
      ---
      apiVersion: v1
      kind: Service
      metadata:
        name: NAME
      spec:
        selector: {app: NAME}
        ports:
          - {name: http, port: 80, targetPort: http}
      ---
      apiVersion: v1
      kind: Service
      metadata:
        name: NAME-headless
      spec:
        clusterIP: None
        selector: {app: NAME}
        ports:
          - {name: http, port: 8080, targetPort: http}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata:
        name: NAME
      automountServiceAccountToken: false
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata:
        name: NAME
      spec:
        rules:
          - host: NAME.example.com
            http:
              paths:
                - path: /
                  pathType: Prefix
                  backend:
                    service:
                      name: NAME
                      port: {name: http}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata:
        name: NAME
      spec:
        podSelector:
          matchLabels: {app: NAME}
        policyTypes: [Ingress]
        ingress:
          - ports:
              - {protocol: TCP, port: 8080}
      """;

  private FixtureYaml() {}

  static String fixed(String name) {
    return OBJECTS.replace("NAME", name);
  }
}
