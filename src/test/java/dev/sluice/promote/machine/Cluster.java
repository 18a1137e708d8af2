package dev.sluice.promote.machine;

import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The cluster of one stage: what runs there, and how it fares. */
final class Cluster {

  private static final Duration STARTS = Duration.ofSeconds(20);

  /** What becomes of what is applied. */
  enum Fate {
    GOOD,
    CRASHES,
    FAILS_SMOKE
  }

  private final Map<String, Fate> fates = new HashMap<>();
  private final Set<String> migrations = new HashSet<>();
  private String digest = "";
  private Instant appliedAt = Instant.EPOCH;
  private boolean reachable = true;
  private Optional<Health.State> forced = Optional.empty();
  private Instant forcedAt = Instant.EPOCH;
  private Optional<Failure> failure = Optional.empty();
  private String irreversible = "";
  private Duration noticing = Duration.ZERO;

  void fate(String ofDigest, Fate fate) {
    fates.put(World.plain(ofDigest), fate);
  }

  Fate fate(String ofDigest) {
    return fates.getOrDefault(World.plain(ofDigest), Fate.GOOD);
  }

  void reachable(boolean now) {
    reachable = now;
  }

  boolean isReachable() {
    return reachable;
  }

  /** All of it is in this state, whatever it is by itself; empty for by itself. */
  void force(Optional<Health.State> state, Instant now) {
    forced = state;
    forcedAt = now;
  }

  void fail(Optional<Reason> reason) {
    failure = reason.map(one -> Failure.of(one, "it went wrong", ""));
  }

  void irreversible(String hooks) {
    irreversible = hooks;
  }

  /** What renders to this runs a hook that cannot be taken back. */
  void migrates(String ofDigest) {
    migrations.add(World.plain(ofDigest));
  }

  /** Whether that is what was applied last. */
  boolean hasMigrated() {
    return migrations.contains(World.plain(digest));
  }

  /** What runs there notices something new only after a while. */
  void noticing(Duration time) {
    noticing = time;
  }

  void apply(String what, Instant now) {
    if (reachable && !what.equals(digest)) {
      digest = what;
      appliedAt = now;
    }
  }

  String digest() {
    return digest;
  }

  boolean isHealthy(Instant now) {
    return running(now).health().state() == Health.State.HEALTHY;
  }

  /** What a run finds. */
  Running running(Instant now) {
    Instant up = appliedAt.plus(STARTS);
    Health.State own =
        now.isBefore(up)
            ? Health.State.PROGRESSING
            : fate(digest) == Fate.CRASHES ? Health.State.DEGRADED : Health.State.HEALTHY;
    Health.State state = forced.orElse(own);
    Instant since = now.isBefore(up) ? appliedAt : up;
    return new Running(
        digest,
        !digest.isEmpty() && failure.isEmpty(),
        state == Health.State.HEALTHY ? Health.HEALTHY : new Health(state, "it is so"),
        forcedAt.isAfter(since) ? forcedAt : since,
        failure,
        reachable,
        hasMigrated() ? "Job migrate" : irreversible,
        noticing);
  }
}
