package dev.sluice.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Manifest;
import dev.sluice.model.Origin;
import dev.sluice.model.Stopped;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a person may write as a wave, and what they are told about a mistake. */
class WavesTest {

  @Test
  void argoCdsAnnotationCountsAndNoneIsWaveZero() throws Stopped {
    assertThat(Waves.of(with(Map.of()))).isZero();
    assertThat(Waves.of(with(Map.of("sluice.dev/wave", "-3")))).isEqualTo(-3);
    assertThat(Waves.of(with(Map.of("argocd.argoproj.io/sync-wave", "7")))).isEqualTo(7);
    assertThat(Waves.of(with(Map.of("sluice.dev/wave", "7", "argocd.argoproj.io/sync-wave", "7"))))
        .isEqualTo(7);
  }

  @Test
  void whatIsNoNumberIsToldWithItsPlace() {
    assertThatThrownBy(() -> Waves.of(with(Map.of("sluice.dev/wave", "first"))))
        .isInstanceOf(Stopped.class)
        .hasMessageContaining("InvalidManifest")
        .hasMessageContaining("overlays/shop/base/web.yaml:12")
        .hasMessageContaining("metadata.annotations[sluice.dev/wave]")
        .hasMessageContaining("\"first\"");
  }

  @Test
  void twoAnnotationsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() ->
            Waves.of(with(Map.of("sluice.dev/wave", "1", "argocd.argoproj.io/sync-wave", "2"))))
        .isInstanceOf(Stopped.class)
        .hasMessageContaining("is 1, while argocd.argoproj.io/sync-wave is 2")
        .hasMessageContaining("web.yaml:12");
  }

  private static Manifest with(Map<String, String> annotations) {
    return new Manifest(
        ApiKind.of("apps/v1", "Deployment"),
        "shop",
        "web",
        Map.of("metadata", Map.of("name", "web", "annotations", annotations)),
        new Origin("overlays/shop/base/web.yaml", 12));
  }
}
