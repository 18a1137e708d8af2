package dev.sluice.loop.promotion;

import dev.sluice.kube.TargetStatus;
import dev.sluice.loop.Aims;
import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Role;
import dev.sluice.promote.RoleInForce;
import dev.sluice.promote.dr.Takeover;
import dev.sluice.promote.dr.readiness.StandingBy;
import dev.sluice.promote.ledger.Lag;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.ledger.Ledgers;
import dev.sluice.promote.machine.Running;
import dev.sluice.report.StandbyListener;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Why targets do not run what is newest: it cannot be promoted, or is not verified here for longer
 * than the environment allows; and why standbys could not take over, or were not tried.
 * Thread-safe.
 */
final class Behind implements Aims.Proposals {

  private final Ledgers ledgers;
  private final Offers offers;
  private final Runs runs;
  private final ReadinessDesk readiness;
  private final Overdue overdue;
  private final StandbyListener listener;
  private final InstantSource clock;
  private final Map<TargetId, Failure> late = new ConcurrentHashMap<>();

  /**
   * Measures against these.
   *
   * @param runs what runs where
   * @param readiness judges whether standbys could take over
   * @param overdue which standbys were not tried in time
   * @param listener hears of each lag
   */
  Behind(
      Ledgers ledgers,
      Offers offers,
      Runs runs,
      ReadinessDesk readiness,
      Overdue overdue,
      StandbyListener listener,
      InstantSource clock) {
    this.ledgers = ledgers;
    this.offers = offers;
    this.runs = runs;
    this.readiness = readiness;
    this.overdue = overdue;
    this.listener = listener;
    this.clock = clock;
  }

  @Override
  public Optional<Failure> broken(TargetId target) {
    return offers.broken(target).or(() -> unready(target)).or(() -> overdue.of(target));
  }

  /** Why a standby that is well would not do for its original; empty where it would. */
  Optional<Failure> unready(TargetId target) {
    return Optional.ofNullable(late.get(target)).or(() -> readiness.failure(target));
  }

  /** Whether a target could take over for another environment; empty while that is not known. */
  Optional<TargetStatus.Standby> standby(TargetId target) {
    return readiness.of(target);
  }

  /**
   * Measures anew, after what could come next was looked for.
   *
   * @return when the target will be late, or is to be looked at again, if nothing happens before;
   *     empty when never, or already
   */
  Optional<Instant> look(Target target, Environment environment, LedgerState here) throws Stopped {
    if (!isMeasured(environment) || !(environment.follows() instanceof Follows.Upstream follows)) {
      late.remove(target.id());
      readiness.rest(target.id());
      listener.gone(target.id());
      return Optional.empty();
    }
    Optional<Instant> since =
        offers.isUpToDate(target.id(), here.standing(target.id().application()))
            ? Optional.empty()
            : since(target.id(), follows, here);
    listener.behind(target.id(), since);
    Optional<Instant> look = standsBy(target, environment, here, since);
    return Stream.of(late(target, environment, follows, since), look)
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  /** When it is late, if nothing happens before; empty when never, or already. */
  private Optional<Instant> late(
      Target target, Environment environment, Follows.Upstream follows, Optional<Instant> since) {
    Optional<Instant> due =
        environment
            .policy(target.id().application())
            .maxLag()
            .flatMap(max -> since.map(then -> then.plus(max)));
    if (due.filter(when -> when.isBefore(clock.instant())).isPresent()) {
      late.put(target.id(), failure(target.id(), environment, follows, since.get()));
      return Optional.empty();
    }
    late.remove(target.id());
    return due.map(when -> when.plusMillis(1));
  }

  /** Judges whether it could take over, while it stands by; when to look again. */
  private Optional<Instant> standsBy(
      Target target, Environment environment, LedgerState here, Optional<Instant> since) {
    Optional<Entry> release = here.standing(target.id().application()).current();
    if (!isStandby(environment, here) || release.isEmpty()) {
      readiness.rest(target.id());
      listener.serves(target.id());
      return Optional.empty();
    }
    if (Takeover.open(here).isPresent()) {
      return Optional.empty(); // it is being tried, or on its way to serve
    }
    Running running = runs.of(target.id());
    return readiness.judge(
        environment,
        new ReadinessDesk.Subject(target, release.get().commit(), running.digest()),
        new StandingBy(
            since, running.applied(), runs.member(target.id()).problem(), running.health()));
  }

  /** Whether it follows what is verified elsewhere, and does not serve instead of it. */
  private static boolean isStandby(Environment environment, LedgerState here) {
    Role initial = environment.roles().differ() ? environment.roles().initial() : Role.STANDBY;
    return environment.follows() instanceof Follows.Upstream follows
        && follows.mode() == Follows.Mode.MIRROR
        && RoleInForce.of(here).orElse(initial) == Role.STANDBY;
  }

  /** Forgets a target. */
  void forget(TargetId target) {
    late.remove(target);
    readiness.forget(target);
    listener.gone(target);
  }

  private static boolean isMeasured(Environment environment) {
    return environment.promotion().maxLag().isPresent()
        || (environment.follows() instanceof Follows.Upstream follows
            && follows.mode() == Follows.Mode.MIRROR);
  }

  /** Of several that are followed, one may be enough. */
  private Optional<Instant> since(TargetId id, Follows.Upstream follows, LedgerState here)
      throws Stopped {
    List<Optional<Instant>> each = new ArrayList<>();
    for (String environment : follows.environments()) {
      LedgerState upstream = ledgers.of(id.repository(), environment).read();
      each.add(Lag.of(id.application(), upstream, here, clock.instant()).since());
    }
    return switch (follows.match()) {
      case ALL -> each.stream().flatMap(Optional::stream).min(Comparator.naturalOrder());
      case ANY ->
          each.stream().anyMatch(Optional::isEmpty)
              ? Optional.empty()
              : each.stream().flatMap(Optional::stream).max(Comparator.naturalOrder());
    };
  }

  private static Failure failure(
      TargetId id, Environment environment, Follows.Upstream follows, Instant since) {
    return Failure.at(
        Reason.DR_LAG_EXCEEDED,
        environment.origin(),
        "spec.maxLag",
        "what was verified in %s at %s is not verified in %s, for longer than is allowed"
            .formatted(String.join(", ", follows.environments()), since, id.environment()),
        "`sluice promotions -e %s` shows what it waits for; `sluice dr status` how far it is behind"
            .formatted(id.environment()));
  }
}
