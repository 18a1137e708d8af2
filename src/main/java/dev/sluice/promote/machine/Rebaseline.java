package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.machine.Entries.About;
import dev.sluice.promote.strategy.Course;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Another renderer makes something else of the same commit. What runs is recorded with what it
 * renders to now, before anything is decided that compares with it: one release after the other,
 * where two run side by side.
 */
final class Rebaseline {

  private Rebaseline() {}

  static void step(Work work) {
    Optional<Candidate> rendered = work.facts().baseline();
    rendered.ifPresent(now ->
        Course.inForce(work.standing().current(), work.history()).stream()
            .filter(release -> release.commit().equals(now.commit()))
            .filter(release -> isOfAnother(now.engine(), release))
            .findFirst()
            .ifPresent(release -> record(work, release, now)));
  }

  private static boolean isOfAnother(String engine, Entry release) {
    String recorded = release.details().getOrDefault(Entry.ENGINE, "");
    return !recorded.isEmpty() && !recorded.equals(engine);
  }

  private static void record(Work work, Entry release, Candidate now) {
    work.append(
        Entries.policy(
            work,
            Entry.Kind.BASELINE,
            work.now(),
            new About(now.commit(), now.digest(), OptionalLong.of(release.number())),
            Entry.DAEMON,
            "the renderer changed",
            Optional.empty(),
            Map.of(Entry.ENGINE, now.engine())));
    work.later();
  }
}
