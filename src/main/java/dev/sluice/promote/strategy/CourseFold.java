package dev.sluice.promote.strategy;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Strategy;
import dev.sluice.promote.strategy.Course.Canary;
import dev.sluice.promote.strategy.Course.Whole;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From old to new: what runs after each entry. */
final class CourseFold {

  private Optional<Entry> whole = Optional.empty();
  private Optional<Canary> canary = Optional.empty();
  private final Set<Long> partial = new HashSet<>();

  private CourseFold() {}

  static CourseFold of(List<Entry> newestFirst) {
    CourseFold fold = new CourseFold();
    newestFirst.reversed().forEach(fold::next);
    return fold;
  }

  Optional<Course> course() {
    return canary.<Course>map(two -> two).or(() -> whole.map(Whole::new));
  }

  Set<Long> partial() {
    return partial;
  }

  private void next(Entry entry) {
    switch (entry.kind()) {
      case PROMOTE, HOTFIX, ROLLBACK -> release(entry);
      case PHASE -> canary.filter(two -> isAbout(entry, two)).ifPresent(two -> phase(entry, two));
      // What does not carry the traffic yet goes, and the former one has never gone.
      case FAILED -> canary = canary.filter(two -> !isAbout(entry, two));
      case VERIFIED,
          REVOKED,
          ROLE,
          DRILL,
          PIN,
          UNPIN,
          VETO,
          LIFT,
          FREEZE,
          UNFREEZE,
          ACKNOWLEDGE -> {}
    }
  }

  private void release(Entry entry) {
    boolean beside =
        Strategy.Canary.WORD.equals(entry.details().get(Phases.STRATEGY)) && whole.isPresent();
    if (beside) {
      canary = Optional.of(new Canary(whole.get(), entry, 0, 0));
      partial.add(entry.number());
    } else {
      whole = Optional.of(entry);
      canary = Optional.empty();
    }
  }

  private void phase(Entry entry, Canary two) {
    switch (entry.details().getOrDefault(Phases.PHASE, "")) {
      case Phases.SHARE ->
          canary =
              Optional.of(
                  new Canary(two.stable(), two.coming(), Phases.step(entry), Phases.weight(entry)));
      case Phases.WHOLE -> {
        whole = Optional.of(two.coming());
        canary = Optional.empty();
        partial.remove(two.coming().number());
      }
      default -> {} // of another strategy
    }
  }

  private static boolean isAbout(Entry entry, Canary two) {
    return entry.about().orElse(0) == two.coming().number();
  }
}
