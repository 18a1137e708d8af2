package dev.sluice.report;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Counts and times by the table of {@link Metric}. Thread-safe. */
public final class Meters {

  private final MeterRegistry registry;

  /** Meters of this registry. */
  public Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** One more. */
  public void count(Metric metric, String... values) {
    registry.counter(metric.id(), tags(metric, values)).increment();
  }

  /** Something took so long. */
  public void time(Metric metric, Duration took, String... values) {
    registry.timer(metric.id(), tags(metric, values)).record(took);
  }

  /** A number that is asked for when it is wanted. */
  public void watch(Metric metric, Supplier<Number> value) {
    Gauge.builder(metric.id(), value).description(metric.meaning()).register(registry);
  }

  /** The same of something with labels, until it is {@link #leave left}. */
  Meter.Id watch(Metric metric, Supplier<Number> value, String... values) {
    return Gauge.builder(metric.id(), value)
        .tags(tags(metric, values))
        .description(metric.meaning())
        .strongReference(true)
        .register(registry)
        .getId();
  }

  /** A state that has been reached, until the answer is {@link #leave left}. */
  Meter.Id enter(Metric metric, String... values) {
    return Gauge.builder(metric.id(), () -> 1)
        .tags(tags(metric, values))
        .description(metric.meaning())
        .register(registry)
        .getId();
  }

  /** A state that holds no more. */
  void leave(Meter.Id state) {
    registry.remove(state);
  }

  private static List<Tag> tags(Metric metric, String... values) {
    List<Tag> tags = new ArrayList<>(values.length);
    for (int i = 0; i < values.length; i++) {
      tags.add(Tag.of(metric.labels().get(i), values[i]));
    }
    return tags;
  }
}
