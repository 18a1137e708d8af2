package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Strategy;
import dev.sluice.promote.strategy.Course;
import dev.sluice.promote.strategy.Phases;
import dev.sluice.promote.strategy.Slot;
import dev.sluice.promote.strategy.Slots;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** In which slot a release comes up. */
final class SlotChoice {

  private SlotChoice() {}

  /** The details of the release's entry; none for one that has no use for slots. */
  static Map<String, String> of(Work work, Promotion promotion) {
    Optional<Strategy.BlueGreen> wanted =
        work.facts().policy().strategy() instanceof Strategy.BlueGreen strategy
            ? Optional.of(strategy)
            : Optional.empty();
    Optional<Course> course = work.course();
    if (course.isPresent() && course.get() instanceof Course.BlueGreen(Slots slots)) {
      return beside(slots, promotion, wanted);
    }
    boolean runs =
        course.filter(one -> one.newest().digest().equals(promotion.digest())).isPresent();
    return wanted.isEmpty() || runs ? Map.of() : Phases.inSlot(Slot.BLUE, wanted.get());
  }

  private static Map<String, String> beside(
      Slots slots, Promotion promotion, Optional<Strategy.BlueGreen> wanted) {
    // Where slots are wanted no more, the release leaves them: by the same way, for the last time.
    Strategy.BlueGreen strategy =
        wanted.orElseGet(
            () -> new Strategy.BlueGreen(Phases.services(slots.front().release()), Duration.ZERO));
    if (slots.front().release().digest().equals(promotion.digest())) {
      return Phases.inSlot(slots.front().slot(), strategy);
    }
    Optional<Slots.Filled> stands =
        slots
            .back()
            .filter(back -> promotion.kind() == Entry.Kind.ROLLBACK)
            .filter(back -> back.release().digest().equals(promotion.digest()))
            .filter(back -> !slots.isTried(back.release().number()));
    return stands.isPresent()
        ? Phases.switchBack(stands.get().slot(), strategy)
        : Phases.inSlot(wanted.isPresent() ? slots.free() : Slot.PLAIN, strategy);
  }
}
