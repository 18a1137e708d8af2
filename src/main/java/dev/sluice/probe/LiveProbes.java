package dev.sluice.probe;

import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Gate;
import dev.sluice.promote.gate.Evidence;
import dev.sluice.promote.gate.Gates;
import dev.sluice.promote.machine.Promotion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Asks addresses, metrics servers and Jobs on threads of their own, and tells when there is an
 * answer. What was found out before a release is asked for anew when it has become old; afterwards
 * it belongs to the release. Thread-safe.
 */
public final class LiveProbes implements Probes {

  private static final Logger LOG = Logger.getLogger(LiveProbes.class);
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final Duration FORGOTTEN = Duration.ofHours(1);
  private static final Duration LOOK_AT_JOBS = Duration.ofSeconds(5);
  private static final int AT_A_TIME = 32;

  private final HttpProbe http;
  private final PrometheusProbe prometheus;
  private final JobProbe jobs;
  private final Signatures signatures;
  private final StatusProbe statuses;
  private final Consumer<TargetId> touched;
  private final InstantSource clock;
  private final Semaphore places = new Semaphore(AT_A_TIME);
  private final Map<Key, Ongoing<Evidence.Try>> tries = new ConcurrentHashMap<>();
  private final Map<Key, Ongoing<Evidence.Sample>> samples = new ConcurrentHashMap<>();
  private final Map<Key, Ongoing<Evidence.JobRun>> runs = new ConcurrentHashMap<>();

  /** One gate of one promotion. */
  private record Key(String promotion, String gate, Gate.Phase phase) {}

  /**
   * Asks these.
   *
   * @param touched hears of targets whose gates can be asked again
   */
  public LiveProbes(
      WebProbes web,
      JobProbe jobs,
      Signatures signatures,
      StatusProbe statuses,
      Consumer<TargetId> touched,
      InstantSource clock) {
    this.http = web.http();
    this.prometheus = web.prometheus();
    this.jobs = jobs;
    this.signatures = signatures;
    this.statuses = statuses;
    this.touched = touched;
    this.clock = clock;
  }

  @Override
  public Evidence collect(Gate gate, Promotion promotion, Target target) {
    forget();
    return switch (gate) {
      case Gate.Http one -> tries(one, promotion);
      case Gate.Prometheus one -> samples(one, promotion);
      case Gate.Job one -> run(one, promotion, target);
      case Gate.Signature one -> signature(one, promotion);
      case Gate.StatusCheck one -> statuses.collect(one, promotion);
      case Gate.DependsOn ignored -> new Evidence.None();
      case Gate.Health ignored -> new Evidence.None();
      case Gate.Soak ignored -> new Evidence.None();
      case Gate.Window ignored -> new Evidence.None();
      case Gate.Schedule ignored -> new Evidence.None();
      case Gate.Approval ignored -> new Evidence.None();
      case Gate.Images ignored -> new Evidence.None();
      case Gate.Config ignored -> new Evidence.None();
    };
  }

  private Evidence tries(Gate.Http gate, Promotion promotion) {
    String address = Placeholders.fillAddress(gate.url(), promotion);
    return go(
        tries,
        gate,
        promotion,
        new Ongoing<>(gate.attempts().interval(), Ongoing.Memory.ALL, clock.instant()),
        now -> http.ask(gate, address, now),
        found -> new Evidence.Tries(address, found));
  }

  private Evidence samples(Gate.Prometheus gate, Promotion promotion) {
    String query = Placeholders.fill(gate.query(), promotion);
    return go(
        samples,
        gate,
        promotion,
        new Ongoing<>(gate.samples().interval(), Ongoing.Memory.ALL, clock.instant()),
        now -> prometheus.ask(gate.server(), query, now),
        found -> new Evidence.Samples(gate.server(), found));
  }

  private Evidence run(Gate.Job gate, Promotion promotion, Target target) {
    JobOrder order = new JobOrder(gate, promotion, target);
    return order
        .onRecord()
        .<Evidence>map(run -> run)
        .orElseGet(() ->
            go(
                runs,
                gate,
                promotion,
                new Ongoing<>(LOOK_AT_JOBS, Ongoing.Memory.LAST, clock.instant()),
                now -> jobs.look(order, now),
                found ->
                    found.isEmpty()
                        ? new Evidence.JobRun(
                            order.name(),
                            Evidence.JobRun.State.RUNNING,
                            "it is being started",
                            clock.instant())
                        : found.getLast()));
  }

  private Evidence signature(Gate.Signature gate, Promotion promotion) {
    String repository = promotion.target().repository();
    try {
      return signatures.check(
          new Revision(repository, promotion.commit()),
          new Revision(repository, promotion.policy()),
          gate.keys());
    } catch (Stopped stopped) {
      return new Evidence.Unavailable(stopped.failure().toString());
    }
  }

  private <T> Evidence go(
      Map<Key, Ongoing<T>> all,
      Gate gate,
      Promotion promotion,
      Ongoing<T> fresh,
      Ongoing.Attempt<T> attempt,
      Function<List<T>, Evidence> evidence) {
    Instant now = clock.instant();
    Key key = new Key(promotion.id(), gate.name(), gate.phase());
    Ongoing<T> ongoing = all.computeIfAbsent(key, ignored -> fresh);
    Evidence known = evidence.apply(ongoing.found(now));
    boolean open = Gates.isOpen(gate, known, now);
    if (!open && gate.phase() == Gate.Phase.PRE && ongoing.isOlder(now.minus(FRESH))) {
      all.put(key, fresh);
      ongoing = fresh;
      known = evidence.apply(fresh.found(now));
      open = true;
    }
    if (open && ongoing.begin(now)) {
      start(ongoing, attempt, promotion.target(), gate);
    }
    return ongoing.problem().<Evidence>map(Evidence.Unavailable::new).orElse(known);
  }

  private <T> void start(
      Ongoing<T> ongoing, Ongoing.Attempt<T> attempt, TargetId target, Gate gate) {
    Thread.ofVirtual()
        .name("probe " + target + " " + gate.name())
        .start(() -> {
          try {
            places.acquire();
            try {
              ongoing.attempt(attempt, clock.instant());
            } finally {
              places.release();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
          } catch (RuntimeException fault) {
            LOG.errorf(fault, "%s: gate %s: fault in Sluice", target, gate.name());
          }
          touched.accept(target);
        });
  }

  private void forget() {
    Instant since = clock.instant().minus(FORGOTTEN);
    tries.values().removeIf(ongoing -> ongoing.isForgotten(since));
    samples.values().removeIf(ongoing -> ongoing.isForgotten(since));
    runs.values().removeIf(ongoing -> ongoing.isForgotten(since));
  }
}
