package dev.sluice.loop.promotion;

import dev.sluice.loop.Aims;
import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Follows;
import dev.sluice.promote.ledger.Lag;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.ledger.Ledgers;
import dev.sluice.report.StandbyListener;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Why targets do not run what is newest: it cannot be promoted, or is not verified here for longer
 * than the environment allows. Thread-safe.
 */
final class Behind implements Aims.Proposals {

  private final Ledgers ledgers;
  private final Offers offers;
  private final StandbyListener listener;
  private final InstantSource clock;
  private final Map<TargetId, Failure> late = new ConcurrentHashMap<>();

  /**
   * Measures against these.
   *
   * @param listener hears of each lag
   */
  Behind(Ledgers ledgers, Offers offers, StandbyListener listener, InstantSource clock) {
    this.ledgers = ledgers;
    this.offers = offers;
    this.listener = listener;
    this.clock = clock;
  }

  @Override
  public Optional<Failure> broken(TargetId target) {
    return offers.broken(target).or(() -> Optional.ofNullable(late.get(target)));
  }

  /**
   * Measures anew, after what could come next was looked for.
   *
   * @return when the target will be late if nothing happens before; empty when never, or already
   */
  Optional<Instant> look(Target target, Environment environment, LedgerState here) throws Stopped {
    if (!isMeasured(environment) || !(environment.follows() instanceof Follows.Upstream follows)) {
      forget(target.id());
      return Optional.empty();
    }
    Optional<Instant> since =
        offers.isUpToDate(target.id(), here.standing(target.id().application()))
            ? Optional.empty()
            : since(target.id(), follows, here);
    listener.behind(target.id(), since);
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

  /** Forgets a target. */
  void forget(TargetId target) {
    late.remove(target);
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
