package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Manifest;
import java.util.List;
import org.junit.jupiter.api.Test;

class FixtureTest {

  @Test
  void aSizeHasExactlyItsObjectsOfWatchedKinds() {
    List<Manifest> manifests = Fixture.manifests(new Size(3, 12), "floor");

    assertThat(manifests).hasSize(36);
    assertThat(manifests.stream().map(Manifest::key).distinct()).hasSize(36);
    assertThat(manifests.stream().map(Manifest::kind)).allMatch(Fixture.kinds()::contains);
    assertThat(manifests.stream().map(Manifest::namespace)).containsOnly("floor");
  }

  @Test
  void aCommitChangesOneLine() {
    List<String> before = Fixture.objects("app-0000", 10, "first").lines().toList();
    List<String> after = Fixture.objects("app-0000", 10, "second").lines().toList();

    assertThat(after).hasSameSizeAs(before);
    assertThat(after.stream().filter(line -> !before.contains(line)))
        .containsExactly("  VALUE: \"second\"");
  }

  @Test
  void whatIsNoSizeIsRefusedWithAnExample() {
    assertThat(Size.parse("100x10")).isEqualTo(new Size(100, 10));
    assertThat(Size.parse("500x1x4")).isEqualTo(new Size(500, 1, 4));
    assertThatThrownBy(() -> Size.parse("500x1x9")).hasMessageContaining("x8");
    assertThatThrownBy(() -> Size.parse("100")).hasMessageContaining("100x10");
    assertThatThrownBy(() -> Size.parse("0x10")).hasMessageContaining("1x10");
    assertThatThrownBy(() -> Size.parse("5x3")).hasMessageContaining("1x10");
  }

  @Test
  void theMedianOfAnEvenCountLiesBetweenTheMiddleTwo() {
    assertThat(new Times(List.of(4.0, 1.0, 2.0, 9.0)).median()).isEqualTo(3.0);
    assertThat(new Times(List.of(4.0, 1.0, 2.0)).median()).isEqualTo(2.0);
  }
}
