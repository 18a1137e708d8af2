package dev.sluice.model.promotion;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How revisions come into an environment.
 *
 * @param gates the checks, in the order of the file
 * @param supersede which candidate wins when a newer one appears
 * @param maxAge a candidate that waited longer expires; zero for never
 * @param minHealthy how long everything must have been healthy before a release counts as such
 * @param deadline how long a release may take from its ledger entry until it is verified, apart
 *     from what people are waited for
 * @param rollback what follows a failed release
 * @param maxLag how far behind its upstream the environment may be; empty for any
 * @param units applications that travel together, each set one ledger commit; those in no set
 *     travel alone
 * @param strategy how a release takes the place of the one before
 * @param reverify when a verified release stops counting as such by itself
 */
public record PromotionPolicy(
    List<Gate> gates,
    Supersede supersede,
    Duration maxAge,
    Duration minHealthy,
    Duration deadline,
    Rollback rollback,
    Optional<Duration> maxLag,
    List<List<String>> units,
    Strategy strategy,
    Reverify reverify) {

  /** A policy by which what was verified stays verified until a person says otherwise. */
  public PromotionPolicy(
      List<Gate> gates,
      Supersede supersede,
      Duration maxAge,
      Duration minHealthy,
      Duration deadline,
      Rollback rollback,
      Optional<Duration> maxLag,
      List<List<String>> units,
      Strategy strategy) {
    this(
        gates,
        supersede,
        maxAge,
        minHealthy,
        deadline,
        rollback,
        maxLag,
        units,
        strategy,
        Reverify.NEVER);
  }

  /** No gates; the newest wins; failed releases are left to people. */
  public static final PromotionPolicy NONE =
      new PromotionPolicy(
          List.of(),
          Supersede.LATEST,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofMinutes(30),
          Rollback.MANUAL,
          Optional.empty(),
          List.of(),
          new Strategy.Rolling());

  /** The same with this. */
  public PromotionPolicy with(Reverify other) {
    return new PromotionPolicy(
        gates, supersede, maxAge, minHealthy, deadline, rollback, maxLag, units, strategy, other);
  }

  /** The gates of one phase. */
  public List<Gate> gates(Gate.Phase phase) {
    return gates.stream().filter(gate -> gate.phase() == phase).toList();
  }

  /** Which candidate wins when a newer one appears. */
  public enum Supersede {
    /** The newest. */
    LATEST,
    /** One that is approved, or has half of its soak behind it, is kept; newer ones wait. */
    STICKY,
    /** The oldest: each comes in its turn. */
    QUEUE
  }

  /**
   * When a verified release stops counting as such by itself.
   *
   * @param interval how often the gates afterwards are asked again; empty for never
   * @param degraded how long it may be Degraded; empty for as long as it takes
   */
  public record Reverify(Optional<Duration> interval, Optional<Duration> degraded) {

    /** A person says so, or nobody. */
    public static final Reverify NEVER = new Reverify(Optional.empty(), Optional.empty());

    /**
     * Whether a gate is asked again: what it looks at can have changed, and asking changes nothing.
     */
    public static boolean asksAgain(Gate gate) {
      return gate.phase() == Gate.Phase.POST
          && (gate instanceof Gate.Http || gate instanceof Gate.Prometheus);
    }
  }

  /** What follows a failed release. */
  public enum Rollback {
    AUTOMATIC,
    MANUAL
  }
}
