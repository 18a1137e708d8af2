package dev.sluice.github;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What an answer says about further requests; headers as in <a
 * href="https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api">GitHub's
 * page on its limits</a>.
 */
final class RateLimit {

  /** The primary limit is by the hour: a longer wait is a wrong clock, or nonsense. */
  private static final Duration LONGEST = Duration.ofHours(1);

  /** Asked for where no time is named. */
  private static final Duration UNNAMED = Duration.ofMinutes(1);

  private RateLimit() {}

  /** Whether an answer says no only for now. */
  static boolean isHit(HttpResponse<byte[]> answer, String words) {
    return answer.statusCode() == 429
        || (answer.statusCode() == 403
            && (header(answer, "Retry-After").isPresent()
                || isUsedUp(answer)
                || words.toLowerCase(Locale.ROOT).contains("rate limit")));
  }

  /** Stops asking, for as long as such an answer wants it; says why. */
  static Failure hit(
      GitHubRepository repository,
      HttpResponse<byte[]> answer,
      String words,
      Allowance allowance,
      Instant now) {
    Optional<Instant> named =
        seconds(answer, "Retry-After")
            .map(now::plusSeconds)
            .or(() -> isUsedUp(answer) ? reset(answer) : Optional.empty())
            .map(until -> bounded(until, now));
    String said = words.isEmpty() ? "" : ": " + words;
    Failure why = failure(repository, said, named);
    if (named.isPresent()) {
      allowance.pause(why, named.get());
    } else {
      allowance.pauseLonger(why, UNNAMED);
    }
    return why;
  }

  /** Stops asking in time: an answer, good as it is, was the last for now. */
  static void heed(
      GitHubRepository repository, HttpResponse<byte[]> answer, Allowance allowance, Instant now) {
    if (isUsedUp(answer)) {
      reset(answer)
          .map(until -> bounded(until, now))
          .ifPresent(until -> allowance.pause(failure(repository, "", Optional.of(until)), until));
    }
  }

  private static Failure failure(
      GitHubRepository repository, String said, Optional<Instant> until) {
    return Failure.of(
        Reason.GITHUB_RATE_LIMITED,
        "%s wants no more requests of this account %s%s"
            .formatted(
                repository.api().getAuthority(),
                until.map(at -> "until " + at).orElse("for a while"),
                said),
        "It goes on by itself; give Sluice a token of its own if this comes often");
  }

  private static boolean isUsedUp(HttpResponse<byte[]> answer) {
    return header(answer, "X-RateLimit-Remaining").filter("0"::equals).isPresent();
  }

  private static Optional<Instant> reset(HttpResponse<byte[]> answer) {
    return seconds(answer, "X-RateLimit-Reset").map(Instant::ofEpochSecond);
  }

  private static Instant bounded(Instant until, Instant now) {
    Instant latest = now.plus(LONGEST);
    return until.isAfter(latest) ? latest : until;
  }

  private static Optional<Long> seconds(HttpResponse<byte[]> answer, String header) {
    return header(answer, header).filter(text -> text.matches("[0-9]{1,11}")).map(Long::valueOf);
  }

  private static Optional<String> header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).map(String::strip);
  }
}
