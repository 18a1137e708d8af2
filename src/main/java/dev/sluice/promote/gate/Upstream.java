package dev.sluice.promote.gate;

import dev.sluice.model.Health;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Entry.Kind;
import dev.sluice.promote.ledger.Baselines;
import dev.sluice.promote.ledger.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a candidate fared in another environment.
 *
 * @param environment its name
 * @param release the newest release there that ran what the candidate is; empty when none did
 * @param verifiedAt when that release was verified; empty when it was not, or is not any more
 * @param problem why it does not count, for people; empty when it does
 * @param health how the environment fares now
 * @param healthTimes how it fared so far
 */
public record Upstream(
    String environment,
    Optional<Entry> release,
    Optional<Instant> verifiedAt,
    String problem,
    Health health,
    HealthTimes healthTimes) {

  /**
   * From the history of the application there.
   *
   * @param newestFirst its history
   * @param commit the candidate
   * @param digest what the candidate is known to render to there without having been promoted;
   *     empty when that is not known. A commit that changes nothing there is verified with what
   *     runs
   */
  public static Upstream of(
      String environment,
      List<Entry> newestFirst,
      String commit,
      String digest,
      Health health,
      HealthTimes healthTimes) {
    Optional<Entry> release = release(newestFirst, commit, digest);
    Optional<Entry> outcome = outcome(newestFirst, release);
    String problem = problem(environment, release, outcome, newestFirst);
    return new Upstream(
        environment,
        release,
        problem.isEmpty() ? outcome.map(Entry::at) : Optional.empty(),
        problem,
        health,
        healthTimes);
  }

  /**
   * Why an environment does not stand behind a commit that it ran; empty when it does, does not
   * know yet, or never ran it.
   */
  public static Optional<String> takenBack(
      String environment, List<Entry> newestFirst, String commit, String digest) {
    Optional<Entry> release = release(newestFirst, commit, digest);
    Optional<Entry> outcome = outcome(newestFirst, release);
    return release.isEmpty() || outcome.isEmpty()
        ? Optional.empty()
        : Optional.of(problem(environment, release, outcome, newestFirst))
            .filter(problem -> !problem.isEmpty());
  }

  private static Optional<Entry> release(List<Entry> newestFirst, String commit, String digest) {
    Baselines baselines = Baselines.of(newestFirst);
    return newestFirst.stream()
        .filter(entry -> entry.kind().effect() == Entry.Effect.RELEASE)
        .map(baselines::of)
        .filter(entry ->
            entry.commit().equals(commit) || (!digest.isEmpty() && entry.digest().equals(digest)))
        .findFirst();
  }

  private static Optional<Entry> outcome(List<Entry> newestFirst, Optional<Entry> release) {
    return release.flatMap(found ->
        newestFirst.stream()
            .filter(entry -> entry.kind().effect() == Entry.Effect.OUTCOME)
            .filter(entry -> entry.about().orElse(0) == found.number())
            .findFirst());
  }

  private static String problem(
      String environment,
      Optional<Entry> release,
      Optional<Entry> outcome,
      List<Entry> newestFirst) {
    if (release.isEmpty()) {
      return "it has not been in " + environment;
    }
    String what = "%s release %d".formatted(environment, release.get().number());
    if (outcome.isEmpty()) {
      return what + " is not verified yet";
    }
    if (outcome.get().kind() != Kind.VERIFIED) {
      return what + (outcome.get().kind() == Kind.REVOKED ? " was revoked" : " failed");
    }
    return Standing.of(newestFirst).vetoed().contains(release.get().digest())
        ? what + " was taken back"
        : "";
  }
}
