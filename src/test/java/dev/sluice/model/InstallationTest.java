package dev.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class InstallationTest {

  private static final Installation SELF = new Installation("a1b2c3d4");

  @Test
  void aMarkIsALabelValueHoweverLongTheNames() {
    TargetId longest = new TargetId("config", "a".repeat(63), "e".repeat(63));

    String mark = SELF.mark(longest);

    assertThat(mark).hasSizeLessThanOrEqualTo(63).matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    assertThat(SELF.mark(new TargetId("config", "a".repeat(63), "e".repeat(62))))
        .isNotEqualTo(mark);
  }

  @Test
  void aMarkTellsTargetAndInstallation() {
    TargetId target = new TargetId("config", "shop", "dev");
    String mark = SELF.mark(target);

    assertThat(mark).isEqualTo(Labels.targetName(target) + ".a1b2c3d4");
    assertThat(Installation.nameIn(mark)).isEqualTo(Labels.targetName(target));
    assertThat(Installation.idIn(mark)).isEqualTo("a1b2c3d4");
    assertThat(SELF.wrote(mark)).isTrue();
    assertThat(SELF.wrote(Labels.targetName(target))).isFalse();
    assertThat(Installation.idIn(Labels.targetName(target))).isEmpty();
  }

  @Test
  void theSameSeedGivesTheSameIdAndAnotherOneAnother() {
    assertThat(Installation.of("one")).isEqualTo(Installation.of("one"));
    assertThat(Installation.of("one")).isNotEqualTo(Installation.of("two"));
  }

  @Test
  void whatIsNoIdIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Installation("Shop.dev"));
  }
}
