package dev.sluice.promote;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Strategy;
import dev.sluice.promote.Allowed.Approved;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.ledger.Ledgers;
import dev.sluice.promote.strategy.Course;
import dev.sluice.promote.strategy.Phases;
import dev.sluice.promote.strategy.Slots;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Environments in a pipeline: what their ledger says runs, if it came through all gates. */
public final class LedgerTips implements RevisionSource {

  private final Ledgers ledgers;
  private final Policies policies;
  private final InstantSource clock;
  private final Map<TargetId, Known> known = new ConcurrentHashMap<>();
  private final Map<Place, LedgerState> readable = new ConcurrentHashMap<>();

  /** What a ledger said when it stood there. */
  private record Known(String tip, Allowed allowed) {}

  /** Whose ledger. */
  private record Place(String repository, String environment) {

    static Place of(Target target) {
      return new Place(target.id().repository(), target.id().environment());
    }
  }

  /** Reads these ledgers and proves releases against these policies. */
  public LedgerTips(Ledgers ledgers, Policies policies, InstantSource clock) {
    this.ledgers = ledgers;
    this.policies = policies;
    this.clock = clock;
  }

  @Override
  public Allowed next(Target target) throws Stopped {
    LedgerState state = state(target);
    return inForce(target, state, release(target, state));
  }

  @Override
  public Allowed again(Target target, String commit) throws Stopped {
    LedgerState state;
    try {
      state = state(target);
    } catch (Stopped unreadable) {
      return lastReadable(target, commit, unreadable);
    }
    return again(target, commit, state);
  }

  /**
   * Nothing new comes in on the strength of a ledger that cannot be read, such as one that somebody
   * edited. What it said before holds still: also that nothing is to be written.
   */
  private Allowed lastReadable(Target target, String commit, Stopped unreadable) throws Stopped {
    LedgerState state = readable.get(Place.of(target));
    if (state == null) {
      throw unreadable;
    }
    Known before = known.get(target.id());
    return before != null
            && before.tip().equals(state.tip())
            && before.allowed().revision().commit().equals(commit)
        ? inForce(target, state, before.allowed())
        : again(target, commit, state);
  }

  private Allowed again(Target target, String commit, LedgerState state) throws Stopped {
    List<Entry> history = state.history(target.id().application());
    if (Course.of(history).filter(Course.Whole.class::isInstance).isEmpty()) {
      throw sideBySide(target);
    }
    Set<Long> partial = Course.neverWhole(history);
    for (Entry entry : history) {
      if (entry.kind().effect() == Entry.Effect.RELEASE
          && entry.commit().equals(commit)
          && !partial.contains(entry.number())) {
        return inForce(target, state, allow(target, entry));
      }
    }
    throw new Stopped(
        Failure.of(
            Reason.GATES_INCOMPLETE,
            "%s last ran %s, which its ledger has never heard of".formatted(target.id(), commit),
            "It is left as it is, and not healed, until a release of the ledger can be applied"));
  }

  /** With what holds for all of an environment, whatever runs there. */
  private Allowed inForce(Target target, LedgerState state, Allowed allowed) {
    return new Allowed(
        allowed.revision(),
        allowed.permit(),
        allowed.approved(),
        Freezes.inForce(state, target.id().application(), clock.instant())
            .filter(Freezes::stopsWrites)
            .map(freeze -> frozen(target, freeze)),
        RoleInForce.of(state),
        allowed.beside());
  }

  private Allowed release(Target target, LedgerState state) throws Stopped {
    Known before = known.get(target.id());
    if (before != null && before.tip().equals(state.tip())) {
      return before.allowed();
    }
    List<Entry> history = state.history(target.id().application());
    Course course = Course.of(history).orElseThrow(() -> neverPromoted(target));
    Allowed allowed = allow(target, history, course);
    known.put(target.id(), new Known(state.tip(), allowed));
    return allowed;
  }

  private Allowed allow(Target target, List<Entry> history, Course course) throws Stopped {
    Entry newest = course.newest();
    requireEarned(target, history, newest);
    Allowed allowed = allow(target, newest);
    Strategy how = policies.at(newest.policy(), target.id()).strategy();
    return switch (course) {
      case Course.Whole ignored -> allowed;
      case Course.Canary(Entry stable, Entry coming, int step, int weight) ->
          beside(allowed, new Beside(Optional.of(allow(target, stable)), course, how));
      case Course.BlueGreen(Slots slots) -> {
        Optional<Allowed> other = Optional.empty();
        if (slots.older().isPresent()) {
          Entry older = slots.older().get().release();
          requireEarned(target, history, older);
          other = Optional.of(allow(target, older));
        }
        yield beside(allowed, new Beside(other, course, how));
      }
    };
  }

  /** Traffic was given only for what the gates said that are asked meanwhile. */
  private void requireEarned(Target target, List<Entry> history, Entry release) throws Stopped {
    if (Phases.isPhased(release)) {
      for (Entry phase : Phases.earned(history, release)) {
        Permit.requireEarned(phase, policies.at(phase.policy(), target.id()));
      }
    }
  }

  private static Allowed beside(Allowed allowed, Beside beside) {
    return new Allowed(
        allowed.revision(),
        allowed.permit(),
        allowed.approved(),
        allowed.frozen(),
        allowed.role(),
        Optional.of(beside));
  }

  private Allowed allow(Target target, Entry release) throws Stopped {
    String repository = target.id().repository();
    Revision revision = new Revision(repository, release.commit());
    Permit permit =
        Permit.released(target.id(), revision, release, policies.at(release.policy(), target.id()));
    return new Allowed(
        revision,
        permit,
        Optional.of(
            new Approved(release.digest(), release.details().getOrDefault(Entry.ENGINE, ""))),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private LedgerState state(Target target) throws Stopped {
    LedgerState state = ledgers.of(target.id().repository(), target.id().environment()).read();
    readable.put(Place.of(target), state);
    return state;
  }

  private static Stopped neverPromoted(Target target) {
    return new Stopped(
        Failure.of(
            Reason.NOT_PROMOTED,
            "no revision of %s was promoted to %s yet"
                .formatted(target.id().application(), target.id().environment()),
            "It runs with its first promotion; `sluice promotions` shows what that waits for."));
  }

  private static Stopped sideBySide(Target target) {
    return new Stopped(
        Failure.of(
            Reason.GATES_INCOMPLETE,
            "two releases of %s run side by side: neither may take the other's place because one"
                    .formatted(target.id())
                + " of them cannot be read",
            "It is left as it is, and not healed, until both can be read"));
  }

  private static Failure frozen(Target target, Entry freeze) {
    return Failure.of(
        Reason.FROZEN,
        "%s is frozen by %s (%s)%s: nothing is written"
            .formatted(
                target.id().environment(),
                freeze.by(),
                freeze.reason(),
                freeze.until().map(until -> " until " + until).orElse("")),
        "`sluice unfreeze` ends it");
  }
}
