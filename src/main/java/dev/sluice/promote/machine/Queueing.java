package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Whose turn it is: one promotion is asked about at a time, and newer ones may take its place. */
final class Queueing {

  /** Who goes first: the way back, the short way, what a person asked for, what came by itself. */
  private static final Comparator<Promotion> URGENCY = Comparator.comparing(Queueing::urgency);

  private Queueing() {}

  static void step(Work work) {
    expire(work);
    dropWhatRuns(work);
    park(work);
    stepBack(work);
    for (int urgency = 0; urgency <= urgency(Entry.Kind.ROLLBACK); urgency++) {
      supersede(work, urgency);
    }
    makeRoom(work);
    admit(work);
    tell(work);
  }

  private static void expire(Work work) {
    Duration most = work.facts().policy().maxAge();
    if (most.isZero()) {
      return;
    }
    for (Promotion promotion : waiting(work)) {
      Instant end = promotion.created().plus(most);
      if (promotion.kind() == Entry.Kind.ROLLBACK) {
        continue; // whoever waits for the way back does not want it less for having waited
      }
      if (work.now().isBefore(end)) {
        work.recheck(end);
      } else {
        end(
            work,
            promotion,
            State.EXPIRED,
            "it waited longer than maxAge, since " + promotion.created());
      }
    }
  }

  /** What was brought here by another way meanwhile; a failed release may be tried again. */
  private static void dropWhatRuns(Work work) {
    boolean failed = work.standing().outcome().filter(Queueing::isBad).isPresent();
    Optional<Entry> current = work.standing().current().filter(release -> !failed);
    current.ifPresent(release ->
        waiting(work).stream()
            .filter(one -> one.digest().equals(release.digest()))
            .forEach(one ->
                end(
                    work,
                    one,
                    State.SUPERSEDED,
                    "it runs already, as release " + release.number())));
    waiting(work).stream()
        .filter(one -> one.kind() == Entry.Kind.ROLLBACK && one.base() != work.base())
        .filter(one -> one.requestedBy().equals(Entry.DAEMON))
        .forEach(one ->
            end(
                work,
                one,
                State.SUPERSEDED,
                "what it goes back from was replaced already, by release " + work.base()));
  }

  private static boolean isBad(Entry.Kind outcome) {
    return outcome == Entry.Kind.FAILED || outcome == Entry.Kind.REVOKED;
  }

  /** What does not contain a hotfix is not asked about; it is there to say so. */
  private static void park(Work work) {
    for (Promotion promotion : waiting(work)) {
      Hotfixes.obstacle(work, promotion)
          .ifPresent(why ->
              work.put(
                  Edit.of(promotion)
                      .state(State.PENDING, work.now())
                      .message(why)
                      .recheckAt(Optional.empty())
                      .done()));
    }
  }

  /**
   * What another daemon has released meanwhile is judged first: what was asked about waits again.
   */
  private static void stepBack(Work work) {
    boolean released = work.open().stream().anyMatch(one -> one.state().isAfterCommit());
    waiting(work).stream()
        .filter(one -> released && one.state() == State.GATING)
        .forEach(one ->
            work.put(
                Edit.of(one).state(State.PENDING, work.now()).recheckAt(Optional.empty()).done()));
  }

  /** Of what is equally urgent one waits; which one, the policy says of what came by itself. */
  private static void supersede(Work work, int urgency) {
    List<Promotion> all = waiting(work).stream().filter(one -> urgency(one) == urgency).toList();
    all.stream()
        .filter(one -> isParked(work, one) && !one.equals(all.getLast()))
        .forEach(one -> superseded(work, one, all.getLast()));
    // What is parked gives way to what is newer, but nothing gives way to it.
    List<Promotion> alike = all.stream().filter(one -> !isParked(work, one)).toList();
    if (alike.size() < 2) {
      return;
    }
    Promotion newest = alike.getLast();
    List<Promotion> older = alike.subList(0, alike.size() - 1);
    if (urgency > 0) {
      older.forEach(one -> superseded(work, one, newest));
      return;
    }
    switch (work.facts().policy().supersede()) {
      case LATEST -> older.forEach(one -> superseded(work, one, newest));
      case STICKY ->
          older.stream()
              .filter(one -> !work.facts().company().kept().contains(one.digest()))
              .filter(one -> one.state() == State.PENDING || !Sticky.keeps(work, one))
              .forEach(one -> superseded(work, one, newest));
      case QUEUE -> {} // each in its turn
    }
  }

  /** What is asked about gives way to what is more urgent. */
  private static void makeRoom(Work work) {
    Optional<Promotion> first =
        waiting(work).stream().filter(one -> !isParked(work, one)).max(URGENCY);
    waiting(work).stream()
        .filter(one -> one.state() == State.GATING)
        .filter(one -> urgency(one) < first.map(Queueing::urgency).orElse(0))
        .forEach(one -> superseded(work, one, first.orElseThrow()));
  }

  /** What waits says behind what, and how to end that where nothing else does. */
  private static void tell(Work work) {
    Optional<Promotion> active =
        work.open().stream().filter(one -> one.state() != State.PENDING).findFirst();
    active.ifPresent(first ->
        waiting(work).stream()
            .filter(one -> one.state() == State.PENDING && !isParked(work, one))
            .forEach(one -> work.put(Edit.of(one).message(behind(work, first)).done())));
  }

  private static String behind(Work work, Promotion active) {
    boolean endless = active.state().isBeforeCommit() && work.facts().policy().maxAge().isZero();
    return "waits for its turn, behind %s%s"
        .formatted(
            active.commit(),
            endless
                ? "; that is kept for as long as it takes, as there is no maxAge: `sluice abort`"
                    + " drops it"
                : "");
  }

  /** The next one is asked about, if nothing else is under way. */
  private static void admit(Work work) {
    boolean free = work.open().stream().allMatch(one -> one.state() == State.PENDING);
    if (free) {
      waiting(work).stream()
          .filter(one -> !isParked(work, one))
          .max(URGENCY.thenComparing(Comparator.comparing(Promotion::created).reversed()))
          .ifPresent(next ->
              work.put(
                  Edit.of(next)
                      .state(State.GATING, work.now())
                      .message("its gates are asked")
                      .done()));
    }
  }

  private static int urgency(Promotion promotion) {
    boolean byItself = promotion.requestedBy().equals(Entry.DAEMON);
    return promotion.kind() == Entry.Kind.PROMOTE && byItself ? 0 : urgency(promotion.kind());
  }

  private static int urgency(Entry.Kind kind) {
    return switch (kind) {
      case ROLLBACK -> 3;
      case HOTFIX -> 2;
      case PROMOTE,
          PHASE,
          ROLE,
          DRILL,
          PIN,
          UNPIN,
          VETO,
          LIFT,
          FREEZE,
          UNFREEZE,
          ACKNOWLEDGE,
          BASELINE,
          VERIFIED,
          FAILED,
          REVOKED ->
          1;
    };
  }

  private static void superseded(Work work, Promotion promotion, Promotion by) {
    end(work, promotion, State.SUPERSEDED, "%s came (%s)".formatted(by.commit(), by.id()));
  }

  private static void end(Work work, Promotion promotion, State state, String why) {
    work.put(
        Edit.of(promotion)
            .state(state, work.now())
            .message(why)
            .recheckAt(Optional.empty())
            .done());
  }

  private static boolean isParked(Work work, Promotion promotion) {
    return Hotfixes.obstacle(work, promotion).isPresent();
  }

  /** Those that are not in the ledger, the oldest first. */
  private static List<Promotion> waiting(Work work) {
    return work.open().stream().filter(one -> one.state().isBeforeCommit()).toList();
  }
}
