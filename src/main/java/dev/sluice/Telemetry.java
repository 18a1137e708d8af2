package dev.sluice;

import dev.sluice.kube.Clusters;
import dev.sluice.kube.CustomResourceTargetStore;
import dev.sluice.kube.EventWriter;
import dev.sluice.kube.RequestListener;
import dev.sluice.loop.TargetQueue;
import dev.sluice.model.TargetId;
import dev.sluice.render.KustomizeEngine;
import dev.sluice.report.EventReporter;
import dev.sluice.report.HeldMeters;
import dev.sluice.report.Meters;
import dev.sluice.report.Metric;
import dev.sluice.report.PromotionEvents;
import dev.sluice.report.PromotionListener;
import dev.sluice.report.PromotionListeners;
import dev.sluice.report.PromotionMeters;
import dev.sluice.report.RenderMeters;
import dev.sluice.report.Reporter;
import dev.sluice.report.Reporters;
import dev.sluice.report.RequestMeters;
import dev.sluice.report.StageMeters;
import dev.sluice.report.StageTimer;
import dev.sluice.report.StandbyListener;
import dev.sluice.report.StandbyMeters;
import dev.sluice.report.TakeoverEvents;
import dev.sluice.report.TakeoverListener;
import dev.sluice.report.TakeoverMeters;
import dev.sluice.report.TargetMeters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What is told of the daemon besides the status of its targets: metrics and events. */
final class Telemetry implements AutoCloseable {

  private final MeterRegistry registry;
  private final Meters meters;
  private final TargetMeters targets;
  private final PromotionMeters promotions;
  private final HeldMeters held;
  private Optional<EventWriter> events = Optional.empty();

  Telemetry(MeterRegistry registry) {
    this.registry = registry;
    this.meters = new Meters(registry);
    this.targets = new TargetMeters(meters);
    this.promotions = new PromotionMeters(meters);
    this.held = new HeldMeters(meters);
  }

  /** Counts. */
  Meters meters() {
    return meters;
  }

  /** Hears how standbys fare. */
  StandbyListener standbys(Clock clock) {
    return new StandbyMeters(meters, clock);
  }

  /** Hear what came of drills, failovers and failbacks; events once there is who writes them. */
  List<TakeoverListener> takeovers() {
    TakeoverMeters counts = new TakeoverMeters(meters);
    return events
        .<List<TakeoverListener>>map(writer -> List.of(counts, new TakeoverEvents(writer)))
        .orElse(List.of(counts));
  }

  /** Hears of revisions on their way; of events once there is who writes them. */
  PromotionListener promotions() {
    return new PromotionListeners(
        events
            .<List<PromotionListener>>map(
                writer -> List.of(promotions, held, new PromotionEvents(writer)))
            .orElse(List.of(promotions, held)));
  }

  /** Hears of every request. */
  RequestListener requests() {
    return new RequestMeters(meters);
  }

  /** Hears of every request to a GitHub host. */
  dev.sluice.github.RequestListener github() {
    return (host, status, took) ->
        meters.time(Metric.GITHUB_REQUESTS, took, host, Integer.toString(status));
  }

  /** Hears how long the stages take. */
  StageTimer stages() {
    return new StageMeters(meters);
  }

  /** Shows what the renderer and the queue tell of themselves. */
  void show(KustomizeEngine renderer, TargetQueue queue) {
    RenderMeters.show(renderer, registry);
    meters.watch(Metric.QUEUE, queue::depth);
  }

  /** Forgets a target that is no more. */
  void forget(TargetId target) {
    targets.forget(target);
    promotions.forget(target);
    held.forget(target);
  }

  /** Tells each run: the status first, for it is what the others refer to. */
  Reporter reporter(
      Reporter status,
      Clusters.Connected own,
      CustomResourceTargetStore store,
      String namespace,
      Clock clock) {
    String instance = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("sluice");
    EventWriter writer = new EventWriter(own, namespace, instance, store::uid, clock);
    events = Optional.of(writer);
    return new Reporters(List.of(status, targets, new EventReporter(writer)));
  }

  @Override
  public void close() {
    events.ifPresent(EventWriter::close);
  }
}
