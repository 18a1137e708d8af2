package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.promote.strategy.Course;
import dev.sluice.promote.strategy.Phases;
import dev.sluice.promote.strategy.Slot;
import dev.sluice.promote.strategy.Slots;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A release that comes up in a slot beside the one that has the traffic. It is tried there, gets
 * all of the traffic at once, and the former one retires a while after it was verified.
 */
final class BlueGreenSteps {

  private static final Duration SOON = Duration.ofSeconds(5);

  private BlueGreenSteps() {}

  /**
   * Takes a release further that is applied and healthy in its slot; tells whether it was still to
   * be tried.
   *
   * @param since since when it has been healthy there
   */
  static boolean step(Work work, Promotion promotion, Slots slots, Instant since) {
    if (!slots.isTried(promotion.release().orElse(0))) {
      return false;
    }
    PromotionPolicy policy = work.facts().policy();
    Instant enough = since.plus(policy.minHealthy());
    if (work.now().isBefore(enough)) {
      work.recheck(enough);
      work.put(
          Edit.of(promotion)
              .state(State.PROGRESSING, work.now())
              .message(
                  "healthy in slot %s, without traffic; that has to last until %s"
                      .formatted(slots.newest().slot().word(), enough))
              .done());
      return true;
    }
    tried(work, promotion, slots);
    return true;
  }

  private static void tried(Work work, Promotion promotion, Slots slots) {
    Slot slot = slots.newest().slot();
    String at = "tried in slot " + slot.word();
    Promotion verifying = Edit.of(promotion).state(State.VERIFYING, work.now()).message(at).done();
    Trial.of(work, verifying, Gate.Phase.DURING, at)
        .ifPresent(passed ->
            Trial.enter(
                work,
                passed.promotion(),
                passed.results(),
                "slot %s gets the traffic of release %d"
                    .formatted(slot.word(), slots.front().release().number()),
                Phases.switched(slot)));
  }

  /** Lets the former release go when its time is over: an instant that the ledger tells. */
  static void retire(Work work) {
    Optional<Slots> slots =
        work.course()
            .filter(Course.BlueGreen.class::isInstance)
            .map(course -> ((Course.BlueGreen) course).slots())
            .filter(one -> one.back().isPresent())
            .filter(one -> one.front().release().number() == work.base())
            .filter(one -> work.standing().isVerified());
    Optional<Instant> due = slots.flatMap(one -> due(work, one.front().release()));
    if (due.isEmpty()) {
      return;
    }
    if (work.now().isBefore(due.get())) {
      work.recheck(due.get());
    } else if (work.facts().freeze().isPresent()) {
      // The way back stays open while nothing else moves.
      work.facts().freeze().flatMap(Entry::until).ifPresent(work::recheck);
    } else if (work.appends()) {
      work.later();
    } else {
      gone(work, slots.get().back().orElseThrow());
    }
  }

  private static Optional<Instant> due(Work work, Entry front) {
    Optional<Instant> verified =
        work.history().stream()
            .takeWhile(entry -> entry.number() > front.number())
            .filter(entry -> entry.kind() == Entry.Kind.VERIFIED)
            .filter(entry -> entry.about().equals(OptionalLong.of(front.number())))
            .map(Entry::at)
            .findFirst();
    // Nobody goes back to what was taken back.
    Optional<Duration> stays =
        front.kind() == Entry.Kind.ROLLBACK
            ? Optional.of(Duration.ZERO)
            : Phases.retireAfter(front);
    return verified.flatMap(at -> stays.map(at::plus));
  }

  private static void gone(Work work, Slots.Filled back) {
    work.append(
        Entries.policy(
            work,
            Entry.Kind.PHASE,
            work.now(),
            Entries.About.of(back.release()),
            Entry.DAEMON,
            "slot %s retires: release %d has the traffic"
                .formatted(back.slot().word(), work.base()),
            Optional.empty(),
            Phases.retired(back.slot())));
    work.recheck(work.now().plus(SOON));
  }
}
