package dev.sluice.git;

import static dev.sluice.git.Failing.stops;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BranchPatternTest {

  @ParameterizedTest
  @CsvSource({
    "hotfix/*, refs/heads/hotfix/login, true",
    "hotfix/*, refs/heads/hotfix/login/2, false",
    "hotfix/**, refs/heads/hotfix/login/2, true",
    "hotfix/*, refs/heads/hotfix, false",
    "hotfix/*, refs/heads/my-hotfix/login, false",
    "hotfix/*, refs/tags/hotfix/login, false",
    "hotfix/*, refs/pull/1/head, false",
    "release-*/fix-*, refs/heads/release-1.2/fix-3, true",
    "release-*/fix-*, refs/heads/release-1.2/feature, false",
    "urgent, refs/heads/urgent, true",
    "hot.ix/*, refs/heads/hotfix/a, false",
    "s**, refs/heads/sluice/env/prod, false",
  })
  void matches(String glob, String ref, boolean matches) throws Exception {
    assertThat(BranchPattern.of(glob).matches(ref)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "*", "*/x", "**", "refs/heads/hotfix/*", "refs/pull/*", "a b", "a..b"})
  void refusesWhatIsNoNameOrEveryName(String glob) {
    stops(Reason.INVALID_CONFIGURATION, () -> BranchPattern.of(glob));
  }

  @Test
  void asksTheHostForWhatCanMatchOnly() throws Exception {
    assertThat(BranchPattern.of("hotfix/*").prefix()).isEqualTo("refs/heads/hotfix/");
    assertThat(BranchPattern.of("release-*/fix").prefix()).isEqualTo("refs/heads/release-");
    assertThat(BranchPattern.of("urgent").prefix()).isEqualTo("refs/heads/urgent");
  }
}
