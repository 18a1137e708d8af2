package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.kube.ClusterSettings;
import dev.sluice.kube.ClusterSettings.Access;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterSettingsTest {

  @Test
  void aKubeconfigIsAFileOrASecretOfTheDaemonsNamespace() throws Stopped {
    assertThat(
            Settings.clusters(
                config(
                    Map.of(
                        "sluice.namespace", "ops",
                        "sluice.clusters.a.kubeconfig", "/etc/a",
                        "sluice.clusters.a.context", "admin",
                        "sluice.clusters.b.secret", "far",
                        "sluice.clusters.c.secret", "farther",
                        "sluice.clusters.c.secret-key", "config"))))
        .containsExactlyInAnyOrder(
            new ClusterSettings("", new Access.InCluster()),
            new ClusterSettings("a", new Access.Kubeconfig(Path.of("/etc/a"), "admin")),
            new ClusterSettings("b", new Access.Secret("ops", "far", "kubeconfig", "")),
            new ClusterSettings("c", new Access.Secret("ops", "farther", "config", "")));
  }

  @Test
  void bothAreRefused() {
    assertRefused(
        Map.of("sluice.clusters.a.kubeconfig", "/etc/a", "sluice.clusters.a.secret", "far"),
        "sluice.clusters.a: both kubeconfig and secret are set");
  }

  @Test
  void neitherIsRefused() {
    assertRefused(
        Map.of("sluice.clusters.a.context", "admin"),
        "sluice.clusters.a: neither kubeconfig nor secret is set");
  }

  private static void assertRefused(Map<String, String> properties, String message) {
    Stopped stopped =
        catchThrowableOfType(Stopped.class, () -> Settings.clusters(config(properties)));
    assertThat(stopped.failure().reason()).isEqualTo(Reason.INVALID_CONFIGURATION);
    assertThat(stopped.failure().message()).isEqualTo(message);
  }

  private static SluiceConfig config(Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withDefaultValues(properties)
        .withDefaultValue("java.io.tmpdir", "/tmp")
        .withConverter(MemorySize.class, 100, new MemorySizeConverter())
        .withConverter(Duration.class, 100, new DurationConverter())
        .withMapping(SluiceConfig.class)
        .build()
        .getConfigMapping(SluiceConfig.class);
  }
}
