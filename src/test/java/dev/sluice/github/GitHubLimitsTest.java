package dev.sluice.github;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who asks a host to be left alone is left alone. */
class GitHubLimitsTest extends GitHubStub {

  @Test
  void asksNobodyWhoIsSilentAgainAtOnce() {
    answer(aResponse().withStatus(502));
    assertThat(failure().message()).contains("answers 502");
    assertThat(failure().message()).as("remembered").contains("answers 502");
    assertThat(heard).hasSize(1);
    assertThat(github.resumesAt(repository)).contains(NOW.plusSeconds(15));
    clock.advance(Duration.ofSeconds(15));
    failure();
    assertThat(heard).hasSize(2);
    assertThat(github.resumesAt(repository)).contains(NOW.plusSeconds(15 + 30));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | Retry-After           | 120        | 2026-03-02T10:02:00Z",
        "403 | Retry-After           | 120        | 2026-03-02T10:02:00Z",
        "403 | Retry-After           | 999999     | 2026-03-02T11:00:00Z",
        "429 | X-Other               | 1          | 2026-03-02T10:01:00Z",
        "403 | X-RateLimit-Remaining | 0          | 2026-03-02T10:20:00Z",
        "429 | X-RateLimit-Remaining | 0          | 2026-03-02T10:20:00Z",
        "200 | X-RateLimit-Remaining | 0          | 2026-03-02T10:20:00Z",
        "304 | X-RateLimit-Remaining | 0          | 2026-03-02T10:20:00Z",
      })
  void keepsQuietForAsLongAsItIsToldTo(int status, String header, String value, Instant until) {
    answer(
        aResponse()
            .withStatus(status)
            .withHeader(header, value)
            .withHeader("X-RateLimit-Reset", "1772446800")
            .withBody("[]"));
    catchThrowableOfType(Stopped.class, () -> statuses().read());
    assertThat(github.resumesAt(repository)).contains(until);
    assertThat(failure().reason()).isEqualTo(Reason.GITHUB_RATE_LIMITED);
    assertThat(heard).as("nothing is asked meanwhile").hasSize(1);
    clock.advance(Duration.between(NOW, until));
    assertThat(github.resumesAt(repository)).isEmpty();
    catchThrowableOfType(Stopped.class, () -> statuses().read());
    assertThat(heard).hasSize(2);
  }

  @Test
  void waitsLongerEachTimeWhereItIsNotToldHowLong() throws Stopped {
    answer(
        aResponse()
            .withStatus(403)
            .withBody("{\"message\": \"You have exceeded a secondary rate limit.\"}"));
    for (int minutes : List.of(1, 2, 4, 8, 16, 16)) {
      assertThat(failure().message()).contains("secondary rate limit");
      assertThat(github.resumesAt(repository)).contains(clock.instant().plusSeconds(60L * minutes));
      clock.advance(Duration.ofMinutes(minutes));
    }
    answer(okJson("[]"));
    assertThat(statuses().read()).isEmpty();
    answer(aResponse().withStatus(429));
    failure();
    assertThat(github.resumesAt(repository)).contains(clock.instant().plusSeconds(60));
  }

  @Test
  void whatOneAccountMayNotAnotherMay() throws Stopped {
    answer(aResponse().withStatus(429));
    failure();
    answer(okJson("[]"));
    assertThat(failure().reason()).isEqualTo(Reason.GITHUB_RATE_LIMITED);
    repository = new GitHubRepository(repository.api(), repository.path(), Optional.empty());
    assertThat(statuses().read()).isEmpty();
  }
}
