package dev.sluice.promote.strategy;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Strategy;
import dev.sluice.promote.ledger.Baselines;
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
  private Optional<Slots> slots = Optional.empty();
  private final Set<Long> partial = new HashSet<>();

  private CourseFold() {}

  static CourseFold of(List<Entry> newestFirst) {
    CourseFold fold = new CourseFold();
    newestFirst.reversed().forEach(fold::next);
    return fold;
  }

  Optional<Course> course() {
    return canary
        .<Course>map(two -> two)
        .or(() -> slots.map(Course.BlueGreen::new))
        .or(() -> whole.map(Whole::new));
  }

  Set<Long> partial() {
    return partial;
  }

  private void next(Entry entry) {
    switch (entry.kind()) {
      case PROMOTE, HOTFIX, ROLLBACK -> release(entry);
      case PHASE -> {
        canary.filter(two -> isAbout(entry, two)).ifPresent(two -> phase(entry, two));
        slots.ifPresent(filled -> phase(entry, filled));
      }
      // What does not carry the traffic yet goes, and the former one has never gone.
      case FAILED -> {
        canary = canary.filter(two -> !isAbout(entry, two));
        slots.ifPresent(filled -> {
          if (filled.isTried(about(entry))) {
            in(filled.without(about(entry)));
          }
        });
      }
      case BASELINE -> rendered(entry);
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

  /** What runs goes on as it is: only what it renders to is another word. */
  private void rendered(Entry baseline) {
    whole = whole.map(release -> rendered(release, baseline));
    canary =
        canary.map(two ->
            new Canary(
                rendered(two.stable(), baseline),
                rendered(two.coming(), baseline),
                two.step(),
                two.weight()));
    slots =
        slots.map(filled ->
            new Slots(
                rendered(filled.front(), baseline),
                filled.back().map(back -> rendered(back, baseline))));
  }

  private static Slots.Filled rendered(Slots.Filled filled, Entry baseline) {
    return new Slots.Filled(filled.slot(), rendered(filled.release(), baseline));
  }

  private static Entry rendered(Entry release, Entry baseline) {
    return release.number() == about(baseline) ? Baselines.rendered(release, baseline) : release;
  }

  private void release(Entry entry) {
    boolean beside =
        Strategy.Canary.WORD.equals(entry.details().get(Phases.STRATEGY)) && whole.isPresent();
    if (Strategy.BlueGreen.WORD.equals(entry.details().get(Phases.STRATEGY))) {
      canary = Optional.empty();
      comes(entry, Phases.slot(entry));
    } else if (beside) {
      canary = Optional.of(new Canary(whole.get(), entry, 0, 0));
      partial.add(entry.number());
    } else {
      whole = Optional.of(entry);
      canary = Optional.empty();
      slots = Optional.empty();
    }
  }

  private void comes(Entry entry, Slot slot) {
    Optional<Slots> before =
        slots.or(() ->
            whole.map(plain -> new Slots(new Slots.Filled(Slot.PLAIN, plain), Optional.empty())));
    Slots now =
        before
            .map(filled -> filled.with(slot, entry, Phases.isSwitchBack(entry)))
            .orElseGet(() -> new Slots(new Slots.Filled(slot, entry), Optional.empty()));
    if (now.isTried(entry.number())) {
      partial.add(entry.number());
    }
    in(now);
  }

  private void phase(Entry entry, Slots filled) {
    switch (entry.details().getOrDefault(Phases.PHASE, "")) {
      case Phases.SWITCH -> {
        if (filled.isTried(about(entry))) {
          partial.remove(about(entry));
          in(filled.switchedTo(about(entry)));
        }
      }
      case Phases.RETIRE -> in(filled.without(about(entry)));
      default -> {} // of another strategy
    }
  }

  /** A release alone, and not in a slot, runs as it renders. */
  private void in(Slots now) {
    boolean plain = now.front().slot().isPlain() && now.back().isEmpty();
    slots = plain ? Optional.empty() : Optional.of(now);
    whole = plain ? Optional.of(now.front().release()) : Optional.empty();
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
    return about(entry) == two.coming().number();
  }

  private static long about(Entry entry) {
    return entry.about().orElse(0);
  }
}
