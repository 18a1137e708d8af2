package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.TestCluster;
import org.junit.jupiter.api.Test;

/** The control plane that all other API tests stand on. */
class ControlPlaneApiTest {

  @Test
  void theServerNamesTheVersionThatItWasBuiltFrom() {
    assertThat(TestCluster.admin().getKubernetesVersion().getGitVersion())
        .isEqualTo(GoModule.KUBERNETES.version());
  }
}
