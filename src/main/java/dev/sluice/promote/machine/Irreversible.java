package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.promote.strategy.Course;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What releases did that going back does not undo: hooks and Jobs of gates that are declared
 * irreversible and were begun, however they ended.
 */
final class Irreversible {

  /** The detail of an outcome that names what its release did. */
  static final String DETAIL = "irreversible";

  private Irreversible() {}

  /** What a release that runs, or should, did so far; empty for nothing. */
  static Optional<String> done(Work work, Promotion promotion) {
    Running running = work.facts().running();
    Stream<String> hooks =
        runs(work, promotion) && !running.irreversible().isEmpty()
            ? Stream.of(running.irreversible())
            : Stream.empty();
    List<String> all = Stream.concat(hooks, jobs(work, promotion)).toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", all));
  }

  /** Alone, or in one of its phases beside another one. */
  private static boolean runs(Work work, Promotion promotion) {
    String digest = work.facts().running().digest();
    return digest.equals(promotion.digest())
        || work.course()
            .filter(course -> course.digest().equals(digest))
            .map(Course::newest)
            .filter(newest -> OptionalLong.of(newest.number()).equals(promotion.release()))
            .isPresent();
  }

  private static Stream<String> jobs(Work work, Promotion promotion) {
    return work.facts().policy().gates().stream()
        .filter(Gate.Job.class::isInstance)
        .map(Gate.Job.class::cast)
        .filter(job -> job.reversible() == Gate.Reversible.NO)
        .filter(job -> promotion.gates().stream().anyMatch(one -> one.gate().equals(job.name())))
        .map(job -> "the job of gate " + job.name());
  }

  /** Details of an outcome, and what its release did with them. */
  static Map<String, String> with(Map<String, String> details, Work work, Promotion promotion) {
    Optional<String> done = done(work, promotion);
    if (done.isEmpty()) {
      return details;
    }
    Map<String, String> all = new TreeMap<>(details);
    all.put(DETAIL, done.get());
    return Map.copyOf(all);
  }

  /**
   * What would not be undone by going back to a release: what was done since, by the release that
   * runs too; empty for nothing.
   */
  static Optional<String> since(Work work, Entry release) {
    Map<Long, String> done = new HashMap<>();
    for (Entry entry : work.history()) {
      if (entry.number() <= release.number()) {
        break;
      }
      String irreversible = entry.details().get(DETAIL);
      if (irreversible != null && entry.about().orElse(0) > release.number()) {
        done.putIfAbsent(entry.about().getAsLong(), irreversible);
      }
    }
    work.all().stream()
        .filter(one -> one.release().orElse(0) == work.base() && work.base() > release.number())
        .findFirst()
        .flatMap(current -> done(work, current))
        .ifPresent(current -> done.putIfAbsent(work.base(), current));
    return done.entrySet().stream()
        .max(Map.Entry.comparingByKey())
        .map(newest ->
            "release %d ran %s, which is declared irreversible"
                .formatted(newest.getKey(), newest.getValue()));
  }
}
