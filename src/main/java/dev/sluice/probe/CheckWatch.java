package dev.sluice.probe;

import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Gate;
import dev.sluice.promote.gate.Evidence;
import dev.sluice.promote.gate.Evidence.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of one check of one commit, for all promotions that wait for it. It is asked for
 * when somebody wants to know and it is due; when it goes on for long, more and more rarely.
 * Thread-safe.
 */
final class CheckWatch {

  private final Pace pace;
  private final Gate.Skipped skipped;
  private final Instant since;
  private final Set<TargetId> waiting = new HashSet<>();
  private Optional<Seen> seen = Optional.empty();
  private Optional<String> problem = Optional.empty();
  private int problems;
  private Instant due;
  private Instant wanted;
  private boolean running;

  private record Seen(Status status, Instant at) {}

  CheckWatch(Pace pace, Gate.Skipped skipped, Instant now) {
    this.pace = pace;
    this.skipped = skipped;
    this.since = now;
    this.due = now;
    this.wanted = now;
  }

  /** What is known. */
  synchronized Evidence evidence(TargetId target, Instant now) {
    wanted = now;
    waiting.add(target);
    Optional<Status> counts = seen.filter(one -> counts(one, now)).map(Seen::status);
    // One answer that did not come changes nothing about one that stands for minutes anyway.
    if (problem.isPresent() && counts.filter(this::settles).isEmpty()) {
      return new Evidence.Unavailable(problem.get(), Optional.of(recheck(now)));
    }
    return again(
        counts.orElseGet(() -> new Status(Status.State.PENDING, "it is being asked for", "")), now);
  }

  /** Whether it has to be asked for now; that counts as begun then. */
  synchronized boolean begin(Instant now) {
    if (running || now.isBefore(due)) {
      return false;
    }
    running = true;
    return true;
  }

  /** It was asked for; returns who wants to know. */
  synchronized Set<TargetId> found(Status status, Instant now) {
    seen = Optional.of(new Seen(status, now));
    problem = Optional.empty();
    problems = 0;
    return ended(now.plus(pause(status, now)));
  }

  /**
   * It could not be asked for; returns who wants to know.
   *
   * @param until before which it is useless to try
   */
  synchronized Set<TargetId> failed(String why, Optional<Instant> until, Instant now) {
    problem = Optional.of(why);
    Instant next = now.plus(pace.afterProblem(problems));
    problems++;
    return ended(until.filter(one -> one.isAfter(next)).orElse(next));
  }

  /** Whether nobody has wanted to know since. */
  synchronized boolean isForgotten(Instant than) {
    return wanted.isBefore(than) && !running;
  }

  private Set<TargetId> ended(Instant next) {
    running = false;
    due = next;
    Set<TargetId> all = Set.copyOf(waiting);
    waiting.clear();
    return all;
  }

  /** What says no has been heard at once; whoever comes later may have had it run again. */
  private boolean counts(Seen one, Instant now) {
    return switch (meaning(one.status())) {
      case PASSES -> one.at().plus(pace.fresh()).isAfter(now);
      case FAILS -> one.at().plus(pace.first()).isAfter(now);
      case OPEN -> true;
    };
  }

  private Duration pause(Status status, Instant now) {
    return switch (meaning(status)) {
      case PASSES -> pace.renewed();
      case FAILS -> pace.first();
      case OPEN -> pace.after(Duration.between(since, now));
    };
  }

  private Status again(Status status, Instant now) {
    return new Status(status.state(), status.text(), status.url(), Optional.of(recheck(now)));
  }

  /** Whoever runs tells by itself when it is done. */
  private Instant recheck(Instant now) {
    return running || !due.isAfter(now) ? now.plus(pace.longest()) : due;
  }

  private boolean settles(Status status) {
    return meaning(status) != Meaning.OPEN;
  }

  private Meaning meaning(Status status) {
    return switch (status.state()) {
      case SUCCESS -> Meaning.PASSES;
      case SKIPPED -> skipped == Gate.Skipped.ALLOWED ? Meaning.PASSES : Meaning.FAILS;
      case FAILURE -> Meaning.FAILS;
      case PENDING, MISSING, UNKNOWN -> Meaning.OPEN;
    };
  }

  private enum Meaning {
    PASSES,
    FAILS,
    OPEN
  }
}
