package dev.sluice.loop.promotion;

import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Role;
import dev.sluice.promote.dr.Side;
import dev.sluice.promote.gate.HealthTimes;
import dev.sluice.promote.machine.Running;
import dev.sluice.report.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What every target's last run found, as the state machine wants to know it. Thread-safe. */
final class Runs {

  private final InstantSource clock;
  private final Map<TargetId, Running> last = new ConcurrentHashMap<>();
  private final Map<TargetId, Role> roles = new ConcurrentHashMap<>();
  private final Map<TargetId, HealthTimes> times = new ConcurrentHashMap<>();

  Runs(InstantSource clock) {
    this.clock = clock;
  }

  /** The last run; unknown before there was one. */
  Running of(TargetId target) {
    return last.getOrDefault(target, Running.UNKNOWN);
  }

  /** The same as a takeover wants to know it. */
  Side.Member member(TargetId target) {
    Running running = of(target);
    String problem =
        running.reachable()
            ? running.failure().map(Failure::message).orElse("")
            : "its cluster cannot be reached";
    return new Side.Member(
        target.application(),
        running.applied(),
        Optional.ofNullable(roles.get(target)),
        running.health(),
        problem);
  }

  /** When it was healthy, as far as this daemon has seen it. */
  HealthTimes healthTimes(TargetId target) {
    return times.getOrDefault(target, HealthTimes.UNKNOWN);
  }

  /**
   * Takes in a run and tells whether anything is different from before.
   *
   * @param proposal why the newest revision cannot be promoted: that is no failure of what runs
   */
  boolean ran(Report report, Optional<Failure> proposal) {
    boolean applied = report.outcome().complete();
    boolean sameRole = tookRole(report.target().id(), report.role());
    boolean changed =
        changed(
            report.target().id(),
            report.renderDigest(),
            applied,
            report.health(),
            report.failures().stream()
                .filter(failure -> proposal.filter(failure::equals).isEmpty())
                .findFirst(),
            true,
            report.irreversible().stream()
                .map(ObjectKey::toString)
                .collect(Collectors.joining(", ")),
            report.noticing());
    return changed || !sameRole;
  }

  /** Notes the role that was applied; whether it was the same before. */
  private boolean tookRole(TargetId target, Optional<Role> role) {
    Role before = role.isPresent() ? roles.put(target, role.get()) : roles.remove(target);
    return role.equals(Optional.ofNullable(before));
  }

  /** A run stopped before there was a plan: what ran before goes on, nothing more is known. */
  boolean stopped(TargetId target, Failure failure) {
    Running before = of(target);
    return changed(
        target,
        before.digest(),
        before.applied(),
        before.health(),
        Optional.of(failure),
        failure.reason() != Reason.CLUSTER_UNREACHABLE,
        before.irreversible(),
        before.noticing());
  }

  private boolean changed(
      TargetId target,
      String digest,
      boolean applied,
      Health health,
      Optional<Failure> failure,
      boolean reachable,
      String irreversible,
      Duration noticing) {
    Running former = of(target);
    Instant since =
        former.health().state() == health.state() && former.digest().equals(digest)
            ? former.healthSince()
            : clock.instant();
    Running now =
        new Running(digest, applied, health, since, failure, reachable, irreversible, noticing);
    boolean healthy = reachable && isFine(health.state());
    times.compute(
        target,
        (id, seen) -> {
          HealthTimes before = seen == null ? HealthTimes.UNKNOWN : seen;
          return healthy ? before.healthy(clock.instant()) : before.unhealthy(clock.instant());
        });
    return !now.equals(last.put(target, now));
  }

  private static boolean isFine(Health.State state) {
    return switch (state) {
      case HEALTHY, SUSPENDED -> true;
      case PROGRESSING, UNKNOWN, MISSING, DEGRADED -> false;
    };
  }
}
