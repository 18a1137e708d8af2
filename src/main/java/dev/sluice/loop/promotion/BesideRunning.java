package dev.sluice.loop.promotion;

import dev.sluice.loop.Composition;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Strategy;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.machine.Candidate;
import dev.sluice.promote.strategy.Applicable;
import dev.sluice.promote.strategy.Course;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Whether a candidate can run beside the very release that runs: tried before it is offered, for
 * what fails only after it was recorded has to be taken back. Each pair is looked at once while it
 * fits. Thread-safe.
 */
final class BesideRunning {

  private static final Logger LOG = Logger.getLogger(BesideRunning.class);

  private final Map<TargetId, Pair> fits = new ConcurrentHashMap<>();

  /** What was tried. */
  private record Pair(Strategy strategy, String commit, long release) {}

  /** Renders a commit for a target. */
  @FunctionalInterface
  interface Rendering {

    /** What a commit makes of a target. */
    Composition of(Target target, String commit) throws Stopped;
  }

  /**
   * Tries it.
   *
   * @throws Stopped when the strategy cannot bring the candidate beside what runs; the message says
   *     why
   */
  void require(
      Target target,
      Strategy strategy,
      Candidate candidate,
      LedgerState ledger,
      Rendering rendering)
      throws Stopped {
    String application = target.id().application();
    Optional<Entry> stable =
        strategy instanceof Strategy.Canary
            ? Course.knownGood(
                ledger.history(application), ledger.standing(application), candidate.digest())
            : Optional.empty();
    if (stable.isEmpty()) {
      return;
    }
    Pair pair = new Pair(strategy, candidate.commit(), stable.get().number());
    if (pair.equals(fits.get(target.id()))) {
      return;
    }
    Optional<Composition> running = running(target, stable.get(), rendering);
    if (running.isPresent()) {
      Applicable.requireBeside(
          strategy,
          running.get().desired().objects(),
          rendering.of(target, candidate.commit()).desired().objects());
      fits.put(target.id(), pair);
    }
  }

  /** Forgets a target. */
  void forget(TargetId target) {
    fits.remove(target);
  }

  /** Empty where it cannot be read: its own run tells, and is no reason to let nothing in. */
  private static Optional<Composition> running(Target target, Entry stable, Rendering rendering) {
    try {
      return Optional.of(rendering.of(target, stable.commit()));
    } catch (Stopped stopped) {
      LOG.infof(
          "%s: whether anything can run beside release %d is not known: %s",
          target.id(), stable.number(), stopped.failure());
      return Optional.empty();
    }
  }
}
