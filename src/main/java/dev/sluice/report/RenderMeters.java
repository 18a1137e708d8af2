package dev.sluice.report;

import dev.sluice.render.KustomizeEngine;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** Shows the counts of a renderer. */
public final class RenderMeters {

  private RenderMeters() {}

  /** Shows them from now on. */
  public static void show(KustomizeEngine engine, MeterRegistry registry) {
    show(engine, registry, "rendered", counted -> counted.counts().rendered());
    show(engine, registry, "remembered", counted -> counted.counts().remembered());
    show(engine, registry, "failed", counted -> counted.counts().failed());
  }

  private static void show(
      KustomizeEngine engine,
      MeterRegistry registry,
      String result,
      ToDoubleFunction<KustomizeEngine> count) {
    FunctionCounter.builder(Metric.RENDERS.id(), engine, count)
        .tag(Metric.RENDERS.labels().getFirst(), result)
        .description(Metric.RENDERS.meaning())
        .register(registry);
  }
}
