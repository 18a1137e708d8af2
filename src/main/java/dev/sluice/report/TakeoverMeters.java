package dev.sluice.report;

import dev.sluice.model.TargetId;
import dev.sluice.promote.dr.Takeover;
import io.micrometer.core.instrument.Meter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Counts takeovers, and shows when each standby was tried last, and what came of it. */
public final class TakeoverMeters implements TakeoverListener {

  private final Meters meters;
  private final Map<Place, Takeover> drills = new ConcurrentHashMap<>();
  private final Map<Place, List<Meter.Id>> shown = new ConcurrentHashMap<>();

  private record Place(String repository, String environment) {}

  /** Counts with these. */
  public TakeoverMeters(Meters meters) {
    this.meters = meters;
  }

  @Override
  public void tried(String repository, String environment, Takeover drill) {
    Place place = new Place(repository, environment);
    drills.put(place, drill);
    shown.computeIfAbsent(
        place,
        one ->
            List.of(
                show(Metric.DR_LAST_DRILL, one, last -> last.last().at().toEpochMilli() / 1000.0),
                show(Metric.DR_DRILL_RECOVERY, one, last -> last.recovery().toMillis() / 1000.0),
                show(Metric.DR_DRILL_PASSED, one, last -> passed(last) ? 1 : 0)));
  }

  @Override
  public void ended(List<TargetId> targets, Takeover takeover) {
    takeover
        .outcome()
        .ifPresent(outcome ->
            meters.count(
                Metric.TAKEOVERS,
                takeover.last().environment(),
                takeover.kind().word(),
                outcome.word()));
  }

  private Meter.Id show(Metric metric, Place place, Function<Takeover, Number> number) {
    return meters.watch(
        metric,
        () -> {
          Takeover last = drills.get(place);
          return last == null ? Double.NaN : number.apply(last);
        },
        place.repository(),
        place.environment());
  }

  private static boolean passed(Takeover drill) {
    return drill.outcome().filter(Takeover.Outcome.VERIFIED::equals).isPresent();
  }
}
