package dev.sluice.promote.machine;

import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Reason;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.promote.Freezes;
import dev.sluice.promote.machine.Entries.About;
import dev.sluice.promote.strategy.Course;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A release that runs, or should: applied, healthy, verified, or failed. */
final class AfterCommit {

  /** A workload may stumble while it starts; one that stays down this long does not get up. */
  static final Duration DOWN = Duration.ofMinutes(1);

  /** What only another revision can mend. */
  private static final Set<Reason> FINAL =
      EnumSet.of(
          Reason.HOOK_FAILED,
          Reason.SYNC_TIMEOUT,
          Reason.PROGRESS_DEADLINE_EXCEEDED,
          Reason.RENDER_DRIFT,
          Reason.GATES_INCOMPLETE,
          Reason.STRATEGY_NOT_APPLICABLE);

  private AfterCommit() {}

  static void step(Work work) {
    work.open().stream()
        .filter(promotion -> promotion.state().isAfterCommit())
        .filter(promotion -> isOpen(work))
        .findFirst()
        .ifPresent(promotion -> step(work, promotion));
    work.open().stream()
        .filter(promotion -> promotion.state().isAfterCommit())
        .filter(promotion -> work.standing().isVerified())
        .forEach(promotion ->
            work.put(
                Edit.of(promotion)
                    .state(State.SUCCEEDED, work.now())
                    .message("verified")
                    .recheckAt(Optional.empty())
                    .done()));
  }

  private static boolean isOpen(Work work) {
    return work.standing().outcome().isEmpty();
  }

  private static void step(Work work, Promotion promotion) {
    if (work.appends()) {
      work.later();
      return;
    }
    Optional<String> stall = stall(work);
    if (stall.isPresent()) {
      stalled(work, promotion, stall.get());
      return;
    }
    Promotion going = promotion.stalledSince().isPresent() ? resumed(work, promotion) : promotion;
    Running running = work.facts().running();
    Optional<Failure> failure = running.failure().filter(one -> FINAL.contains(one.reason()));
    boolean itself = work.course().map(Course::digest).filter(running.digest()::equals).isPresent();
    Optional<Company.Failed> companion = work.facts().company().failed();
    if (companion.isPresent()) {
      Units.failed(work, going, companion.get());
    } else if (failure.isPresent() && (itself || isAboutWhatIsNotApplied(failure.get()))) {
      fail(work, going, failure.get().toString());
    } else if (going.state() == State.PAUSED) {
      waits(work, going, State.PAUSED, going.message());
    } else if (!itself || !running.applied()) {
      waits(
          work,
          going,
          State.APPLYING,
          running.failure().map(Failure::toString).orElse("it is being applied"));
    } else {
      judge(work, going, running);
    }
  }

  private static boolean isAboutWhatIsNotApplied(Failure failure) {
    return failure.reason() == Reason.RENDER_DRIFT
        || failure.reason() == Reason.GATES_INCOMPLETE
        || failure.reason() == Reason.STRATEGY_NOT_APPLICABLE;
  }

  private static void judge(Work work, Promotion promotion, Running running) {
    switch (running.health().state()) {
      case HEALTHY, SUSPENDED -> healthy(work, promotion, running);
      case DEGRADED -> {
        Instant over = running.healthSince().plus(DOWN);
        if (work.now().isBefore(over)) {
          work.recheck(over);
          waits(work, promotion, State.PROGRESSING, running.health().why());
        } else {
          fail(work, promotion, running.health().why());
        }
      }
      // Unknown is not healthy: nothing is verified on a guess.
      case PROGRESSING, UNKNOWN, MISSING ->
          waits(
              work,
              promotion,
              State.PROGRESSING,
              "%s: %s".formatted(running.health().state().word(), running.health().why()));
    }
  }

  private static void healthy(Work work, Promotion promotion, Running running) {
    Instant since =
        promotion
            .healthySince()
            .filter(earlier -> !running.healthSince().isAfter(earlier))
            .orElse(work.now());
    Instant enough = since.plus(longer(work.facts().policy().minHealthy(), running.noticing()));
    Promotion healthy = Edit.of(promotion).healthySince(Optional.of(since)).done();
    if (PhaseSteps.step(work, healthy, since)) {
      return;
    }
    if (work.now().isBefore(enough)) {
      // What is healthy just before its deadline is given the time to prove it.
      work.recheck(enough);
      work.put(
          Edit.of(healthy)
              .state(State.PROGRESSING, work.now())
              .message("healthy; that has to last until " + enough)
              .done());
      return;
    }
    Promotion verifying =
        Edit.of(healthy)
            .state(State.VERIFYING, work.now())
            .message("healthy; its smoke tests run")
            .done();
    Trial.of(work, verifying, Gate.Phase.POST, "").ifPresent(passed -> proven(work, passed));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static void proven(Work work, Trial.Passed passed) {
    Optional<String> unproven = work.facts().company().unproven();
    Promotion asked = passed.promotion();
    if (unproven.isPresent()) {
      work.proven();
      waits(work, asked, State.VERIFYING, "healthy, its smoke tests passed; " + unproven.get());
      return;
    }
    work.put(Edit.of(asked).message("verified").done());
    work.append(
        Entries.outcome(
            work, Entry.Kind.VERIFIED, asked, Entry.DAEMON, "", passed.results(), Map.of()));
    work.recheck(work.now().plusSeconds(5));
  }

  /** The release failed: what is written to the ledger is what counts. */
  static void fail(Work work, Promotion promotion, String reason) {
    fail(work, promotion, Entry.DAEMON, reason, Map.of());
  }

  /** The same, because a person says so. */
  static void fail(
      Work work, Promotion promotion, String by, String reason, Map<String, String> details) {
    work.put(Edit.of(promotion).message(reason).done());
    work.append(
        Entries.outcome(
            work, Entry.Kind.FAILED, promotion, by, reason, failed(promotion), details));
    if (promotion.kind() != Entry.Kind.ROLLBACK) {
      work.append(
          Entries.policy(
              work,
              Entry.Kind.VETO,
              work.now(),
              new About(promotion.commit(), promotion.digest(), promotion.release()),
              by,
              reason,
              Optional.empty(),
              Map.of()));
    }
    work.recheck(work.now().plusSeconds(5));
  }

  private static List<GateResult> failed(Promotion promotion) {
    return promotion.gates().stream().filter(result -> result.phase() != Gate.Phase.PRE).toList();
  }

  /** It waits, but not for ever. */
  static void waits(Work work, Promotion promotion, State state, String message) {
    Instant deadline = promotion.deadline().orElse(Instant.MAX);
    // After a start nothing is known at first: that is no reason to take anything back.
    boolean known = !work.facts().running().equals(Running.UNKNOWN);
    if (known && !work.now().isBefore(deadline)) {
      fail(work, promotion, "it was not verified by %s: %s".formatted(deadline, message));
      return;
    }
    promotion.deadline().filter(work.now()::isBefore).ifPresent(work::recheck);
    boolean healthy = isFine(work.facts().running().health().state());
    work.put(
        Edit.of(promotion)
            .state(state, work.now())
            .message(message)
            .healthySince(healthy ? promotion.healthySince() : Optional.empty())
            .done());
  }

  private static boolean isFine(Health.State state) {
    return switch (state) {
      case HEALTHY, SUSPENDED -> true;
      case PROGRESSING, UNKNOWN, MISSING, DEGRADED -> false;
    };
  }

  private static Optional<String> stall(Work work) {
    if (!work.facts().running().reachable()) {
      return Optional.of("the cluster cannot be reached; deadlines do not count");
    }
    return work.facts()
        .freeze()
        .filter(Freezes::stopsWrites)
        .map(freeze ->
            "frozen by %s (%s); deadlines do not count".formatted(freeze.by(), freeze.reason()));
  }

  private static void stalled(Work work, Promotion promotion, String why) {
    work.facts().freeze().flatMap(Entry::until).ifPresent(work::recheck);
    work.put(
        Edit.of(promotion)
            .state(State.STALLED, work.now())
            .message(why)
            .stalledSince(promotion.stalledSince().or(() -> Optional.of(work.now())))
            .healthySince(Optional.empty())
            .done());
  }

  private static Promotion resumed(Work work, Promotion promotion) {
    Duration lost = Duration.between(promotion.stalledSince().orElseThrow(), work.now());
    return Edit.of(promotion)
        .state(State.APPLYING, work.now())
        .stalledSince(Optional.empty())
        .deadline(promotion.deadline().map(deadline -> deadline.plus(lost)))
        .done();
  }
}
