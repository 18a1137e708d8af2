package dev.sluice.loop.promotion;

import dev.sluice.loop.Composer;
import dev.sluice.loop.Composition;
import dev.sluice.loop.Sources;
import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Follows;
import dev.sluice.promote.BranchTips;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.ledger.Ledgers;
import dev.sluice.promote.ledger.Standing;
import dev.sluice.promote.machine.Candidate;
import dev.sluice.promote.machine.Offer;
import dev.sluice.promote.machine.Running;
import dev.sluice.promote.strategy.Applicable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Which revision could come next into each target: the tip of a branch, or what the environments
 * upstream have verified. A revision that renders to what runs already is no candidate: it is noted
 * as seen, so that those who follow get to know it all the same. Thread-safe.
 */
final class Offers {

  private final BranchTips.Tips tips;
  private final Sources sources;
  private final Composer composer;
  private final Ledgers ledgers;
  private final Runs runs;
  private final Predicate<TargetId> busy;
  private final InstantSource clock;
  private final Map<TargetId, Candidate> offered = new ConcurrentHashMap<>();
  private final Map<TargetId, Seen> seen = new ConcurrentHashMap<>();
  private final BesideRunning beside = new BesideRunning();
  private final Map<TargetId, Failure> broken = new ConcurrentHashMap<>();

  /** A commit that makes no difference to a release. */
  private record Seen(String commit, String digest) {}

  /**
   * Offers from these branches and ledgers.
   *
   * @param busy whether something is on its way into a target
   */
  Offers(
      BranchTips.Tips tips,
      Sources sources,
      Composer composer,
      Ledgers ledgers,
      Runs runs,
      Predicate<TargetId> busy,
      InstantSource clock) {
    this.tips = tips;
    this.sources = sources;
    this.composer = composer;
    this.ledgers = ledgers;
    this.runs = runs;
    this.busy = busy;
    this.clock = clock;
  }

  /** What could come next into a target that runs what this ledger says. */
  Offer of(Target target, Environment environment, LedgerState ledger) {
    try {
      Optional<Upstream> upstream = upstream(target, environment, ledger);
      broken.remove(target.id());
      return upstream.isEmpty()
          ? new Offer.Nothing()
          : offer(target, environment, upstream.get(), ledger);
    } catch (Stopped stopped) {
      broken.put(target.id(), stopped.failure());
      return new Offer.Unknown(stopped.failure().toString());
    }
  }

  /** Why the newest revision cannot even be offered; empty when it can. */
  Optional<Failure> broken(TargetId target) {
    return Optional.ofNullable(broken.get(target));
  }

  /** Whether what is newest upstream makes no difference to what runs, verified. */
  boolean isUpToDate(TargetId target, Standing here) {
    Seen last = seen.get(target);
    Candidate newest = offered.get(target);
    return last != null
        && newest != null
        && !broken.containsKey(target)
        && last.commit().equals(newest.commit())
        && here.isVerified()
        && here.current().map(Entry::digest).filter(last.digest()::equals).isPresent();
  }

  /** Forgets a target. */
  void forget(TargetId target) {
    offered.remove(target);
    seen.remove(target);
    broken.remove(target);
    beside.forget(target);
  }

  /** A commit, and for people where it comes from. */
  private record Upstream(String commit, String from) {}

  private Optional<Upstream> upstream(Target target, Environment environment, LedgerState ledger)
      throws Stopped {
    return switch (environment.follows()) {
      case Follows.Ref ref ->
          Optional.of(
              new Upstream(
                  tips.tip(target.id().repository(), environment.branch()).commit(), ref.name()));
      case Follows.Upstream follows -> verified(target, follows, ledger);
    };
  }

  private Optional<Upstream> verified(Target target, Follows.Upstream follows, LedgerState ledger)
      throws Stopped {
    List<List<Upstream>> offers = new ArrayList<>();
    for (String environment : follows.environments()) {
      offers.add(offersOf(target.id(), environment, follows.mode()));
    }
    List<Upstream> first = offers.getFirst();
    Optional<Upstream> newest =
        switch (follows.match()) {
          case ANY -> offers.stream().flatMap(one -> one.stream().limit(1)).findFirst();
          case ALL ->
              first.stream().filter(one -> offers.stream().allMatch(has(one.commit()))).findFirst();
        };
    // What ran here before does not come back by itself; a standby does what is done upstream.
    return follows.mode() == Follows.Mode.MIRROR
        ? newest
        : newest.filter(one -> !ranBefore(ledger, target.id().application(), one.commit()));
  }

  private static Predicate<List<Upstream>> has(String commit) {
    return offers -> offers.stream().anyMatch(offer -> offer.commit().equals(commit));
  }

  private static boolean ranBefore(LedgerState ledger, String application, String commit) {
    return ledger.history(application).stream()
        .anyMatch(entry ->
            entry.kind().effect() == Entry.Effect.RELEASE && entry.commit().equals(commit));
  }

  /** What an environment upstream has verified, the newest first. */
  private List<Upstream> offersOf(TargetId follower, String environment, Follows.Mode mode)
      throws Stopped {
    TargetId id = new TargetId(follower.repository(), follower.application(), environment);
    Standing standing = ledgers.of(id.repository(), environment).read().standing(id.application());
    List<Upstream> offers = new ArrayList<>();
    Seen later = seen.get(id);
    if (later != null
        && standing.isVerified()
        && standing
            .current()
            .filter(release -> !release.commit().equals(later.commit()))
            .map(Entry::digest)
            .filter(later.digest()::equals)
            .isPresent()
        && isQuiet(id)) {
      offers.add(new Upstream(later.commit(), environment + ", which it changes nothing in"));
    }
    for (Entry entry : standing.verified()) {
      if (standing.vetoed().contains(entry.digest())) {
        continue; // it was verified, and taken back all the same
      }
      if (mode == Follows.Mode.MIRROR || entry.kind() != Entry.Kind.ROLLBACK) {
        offers.add(new Upstream(entry.commit(), environment + " release " + entry.number()));
      }
    }
    return offers;
  }

  /** Whether what runs is whole and healthy, and nothing is on its way. */
  boolean isQuiet(TargetId id) {
    Running running = runs.of(id);
    return running.applied() && running.health().state() == Health.State.HEALTHY && !busy.test(id);
  }

  private Offer offer(Target target, Environment environment, Upstream upstream, LedgerState ledger)
      throws Stopped {
    Standing standing = ledger.standing(target.id().application());
    Candidate before = offered.get(target.id());
    Candidate candidate =
        before != null && before.commit().equals(upstream.commit())
            ? before
            : alone(target, environment, upstream.commit(), upstream.from());
    offered.put(target.id(), candidate);
    if (standing.current().map(Entry::digest).filter(candidate.digest()::equals).isPresent()) {
      seen.put(target.id(), new Seen(candidate.commit(), candidate.digest()));
      return new Offer.Nothing();
    }
    requireBeside(target, environment, candidate, ledger);
    return new Offer.Of(candidate);
  }

  /**
   * A commit as a candidate for a target.
   *
   * @param from for people
   * @param ledger what runs there
   * @throws Stopped when it is not known, or cannot be rendered or released as the environment
   *     wants
   */
  Candidate candidate(
      Target target, Environment environment, String commit, String from, LedgerState ledger)
      throws Stopped {
    Candidate candidate = alone(target, environment, commit, from);
    requireBeside(target, environment, candidate, ledger);
    return candidate;
  }

  private void requireBeside(
      Target target, Environment environment, Candidate candidate, LedgerState ledger)
      throws Stopped {
    beside.require(
        target,
        environment.policy(target.id().application()).strategy(),
        candidate,
        ledger,
        this::compose);
  }

  private Candidate alone(Target target, Environment environment, String commit, String from)
      throws Stopped {
    Composition composition = compose(target, commit);
    Applicable.require(
        environment.policy(target.id().application()).strategy(), composition.desired().objects());
    return new Candidate(
        commit,
        composition.digest(),
        composition.desired().closure().engine(),
        clock.instant(),
        from);
  }

  /** What a commit makes of a target. */
  Composition compose(Target target, String commit) throws Stopped {
    Revision revision = new Revision(target.id().repository(), commit);
    Composition composition = composer.compose(target, sources.at(revision));
    if (composition.desired().objects().isEmpty()) {
      throw new Stopped(
          Failure.of(
              Reason.EMPTY_RENDER,
              target.overlay() + " renders to no objects at " + revision.abbreviated(),
              "It is not promoted; what runs goes on running."));
    }
    return composition;
  }
}
