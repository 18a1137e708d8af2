package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.SluiceConfig;
import dev.sluice.door.web.Readiness;
import dev.sluice.kube.TestAccess;
import dev.sluice.kube.resource.TargetResource;
import dev.sluice.report.Metric;
import dev.sluice.testing.ConfigRepository;
import dev.sluice.testing.Eventually;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as it is put together: what a standby lacks is told, once, and until it is there. */
class StandbyReadinessApiTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String MAP =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {value: "1"}
      """;

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers:
              - name: web
                image: example.com/web:1
                envFrom: [{secretRef: {name: database}}]
      """;

  private final String state = TestCluster.newNamespace("standby-daemon");
  private final String application = TestCluster.uniqueName("web");
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @TempDir Path folder;

  @Test
  void isToldInStatusEventAndMetricUntilItIsMended() throws Exception {
    TestAccess.installOwnKinds();
    try (ConfigRepository git = ConfigRepository.create(folder, "config")) {
      git.commit("main", files());
      try (Assembly daemon =
          new Assembly(settings(git), new Readiness(), registry, Clock.systemUTC())) {
        daemon.start();
        String missing = "Secret %s-dr/database is missing".formatted(application);
        Eventually.holds(
            "it is not ready",
            PATIENCE,
            () -> status().contains("DrNotReady") && status().contains(missing));
        assertThat(ready()).contains(0.0);
        Eventually.holds("an event says so", PATIENCE, () -> events(missing) == 1);

        TestCluster.admin().resource(secret()).create();
        Eventually.holds(
            "it could take over",
            PATIENCE,
            () -> ready().equals(Optional.of(1.0)) && !status().contains("DrNotReady"));
        assertThat(status()).contains("type=StandbyReady, status=True");
        assertThat(events(missing)).as("once").isEqualTo(1);
      }
    }
  }

  private Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    files.put("environments/prod.yaml", environment("prod", "follows: {branch: main}"));
    files.put(
        "environments/dr.yaml",
        environment(
            "dr",
            """
            follows: {environment: prod, verified: true}
              roles: {active: {overlays: apps/*/dr-active}}
            """));
    for (String stage : new String[] {"prod", "dr", "dr-active"}) {
      files.put("apps/%s/%s/config.yaml".formatted(application, stage), MAP);
    }
    files.put("apps/%s/dr-active/web.yaml".formatted(application), DEPLOYMENT);
    return files;
  }

  private static String environment(String name, String more) {
    return """
    apiVersion: sluice.dev/v1alpha1
    kind: Environment
    metadata: {name: %s}
    spec:
      overlays: apps/*/%s
      namespace: "{application}-{environment}"
      sync: {createNamespace: true}
      %s
    """
        .formatted(name, name, more);
  }

  private SluiceConfig settings(ConfigRepository git) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(SluiceConfig.class)
        .withDefaultValue("sluice.namespace", state)
        .withDefaultValue("sluice.data-directory", folder.resolve("data").toString())
        .withDefaultValue("sluice.kubeconfig", TestCluster.shared().kubeconfig("admin").toString())
        .withDefaultValue("sluice.dr.readiness-interval", "5s")
        .withDefaultValue("sluice.repositories.config.url", git.directory().toUri().toString())
        .withDefaultValue("sluice.repositories.config.allow-file", "true")
        .withDefaultValue("sluice.repositories.config.poll-interval", "1s")
        .build()
        .getConfigMapping(SluiceConfig.class);
  }

  private String status() {
    return TestCluster.admin()
        .resources(TargetResource.class)
        .inNamespace(state)
        .list()
        .getItems()
        .stream()
        .filter(one -> one.getSpec().environment().equals("dr"))
        .map(one -> String.valueOf(one.getStatus()))
        .reduce("", String::concat);
  }

  private long events(String text) {
    return TestCluster.admin().v1().events().inNamespace(state).list().getItems().stream()
        .filter(event -> event.getReason().equals("DrNotReady"))
        .filter(event -> event.getMessage().contains(text))
        .count();
  }

  private Optional<Double> ready() {
    return Optional.ofNullable(registry.find(Metric.DR_READY.id()).gauge()).map(Gauge::value);
  }

  private Secret secret() {
    return new SecretBuilder()
        .withNewMetadata()
        .withName("database")
        .withNamespace(application + "-dr")
        .endMetadata()
        .addToStringData("password", "hunter2")
        .build();
  }
}
