package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.machine.Entries.About;
import dev.sluice.promote.strategy.Course;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Another renderer makes something else of the same commit. The release that runs is recorded with
 * what it renders to now, before anything is decided that compares with it.
 */
final class Rebaseline {

  private Rebaseline() {}

  static void step(Work work) {
    Optional<Candidate> rendered = work.facts().baseline();
    Optional<Entry> current = work.standing().current();
    boolean whole = work.course().filter(Course.Whole.class::isInstance).isPresent();
    if (rendered.isEmpty() || current.isEmpty() || !whole) {
      return;
    }
    Candidate now = rendered.get();
    if (!now.commit().equals(current.get().commit())
        || now.engine().equals(current.get().details().getOrDefault(Entry.ENGINE, ""))) {
      return;
    }
    work.append(
        Entries.policy(
            work,
            Entry.Kind.BASELINE,
            work.now(),
            new About(now.commit(), now.digest(), OptionalLong.of(current.get().number())),
            Entry.DAEMON,
            "the renderer changed",
            Optional.empty(),
            Map.of(Entry.ENGINE, now.engine())));
    work.later();
  }
}
