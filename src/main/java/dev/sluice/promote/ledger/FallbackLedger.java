package dev.sluice.promote.ledger;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.DrillSchedule;
import dev.sluice.model.promotion.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A ledger on a Git host that may be away. While it is, what takes back or stops can still be
 * decided: it is written down in the cluster, counts at once, and is brought to the host before
 * anything else when that is back. If somebody else wrote there meanwhile, nothing is decided here
 * until a person has said what counts. Reading never waits for the host. Thread-safe.
 */
public final class FallbackLedger implements Ledger {

  /** The detail of an acknowledgement: what was let go of. */
  static final String LET_GO = "letGo";

  /** A host that did not answer is not asked again before. */
  private static final Duration PAUSE = Duration.ofSeconds(15);

  /** One that does not let us in is not asked again before: somebody has to do something first. */
  private static final Duration REFUSED_PAUSE = Duration.ofMinutes(1);

  private final String environment;
  private final Ledger host;
  private final PendingLog log;
  private final Supplier<Optional<Failure>> away;
  private final InstantSource clock;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile Optional<Failed> failed = Optional.empty();
  private volatile Optional<Combined> combined = Optional.empty();

  /** The last push that the host did not take. */
  private record Failed(Instant at, Failure why) {

    boolean stillCounts(Instant now) {
      return now.isBefore(at.plus(HostAway.refuses(why) ? REFUSED_PAUSE : PAUSE));
    }
  }

  /** A ledger with what waits on top. */
  private record Combined(String host, Pending pending, LedgerState state) {}

  /**
   * The ledger of an environment.
   *
   * @param host where it belongs
   * @param cluster where entries wait meanwhile
   * @param away why the host was out of reach when it was asked last; empty when it was not
   */
  public FallbackLedger(
      String environment,
      Ledger host,
      LedgerStore cluster,
      LedgerKeys keys,
      Supplier<Optional<Failure>> away,
      InstantSource clock) {
    this.environment = environment;
    this.host = host;
    this.log = new PendingLog(environment, cluster, keys);
    this.away = away;
    this.clock = clock;
  }

  /** Whether something can be decided without the Git host: what takes back, stops or moves. */
  static boolean maySkipHost(Entry entry) {
    return switch (entry.kind()) {
      case ROLLBACK, PIN, VETO, FREEZE, UNFREEZE, FAILED, REVOKED, ROLE, BASELINE -> true;
      // What nobody asked for by name can wait; two daemons must not both begin it.
      case DRILL -> !entry.details().containsKey(DrillSchedule.CRON);
      // Of a whole environment these are steps of a failover, which waits for no host.
      case PHASE, VERIFIED -> entry.application().isEmpty();
      case PROMOTE, HOTFIX, UNPIN, LIFT, ACKNOWLEDGE -> false;
    };
  }

  @Override
  public LedgerState read() throws Stopped {
    Pending pending = log.read();
    if (pending.held().isPresent()) {
      throw new Stopped(held(pending));
    }
    return on(host.read(), pending);
  }

  @Override
  public Appended append(LedgerState base, List<Entry> entries) throws Stopped {
    writing.lock();
    try {
      return decide(base, entries);
    } finally {
      writing.unlock();
    }
  }

  private Appended decide(LedgerState base, List<Entry> entries) throws Stopped {
    LedgerState now = read();
    if (!now.tip().equals(base.tip())) {
      return new Appended.Lost(now);
    }
    if (log.read().isEmpty() && !isAway()) {
      try {
        Appended appended = host.append(base, entries);
        failed = Optional.empty();
        return appended;
      } catch (Stopped stopped) {
        requireAway(stopped);
        return aside(base, entries, stopped.failure());
      }
    }
    return aside(base, entries, why().orElseGet(this::unreachable));
  }

  /** Goes on only after the failure of a host that is away, and remembers it. */
  private void requireAway(Stopped stopped) throws Stopped {
    if (!HostAway.is(stopped.failure())) {
      throw stopped;
    }
    failed = Optional.of(new Failed(clock.instant(), stopped.failure()));
  }

  private Appended aside(LedgerState base, List<Entry> entries, Failure why) throws Stopped {
    if (!entries.stream().allMatch(FallbackLedger::maySkipHost)) {
      throw new Stopped(why);
    }
    log.decided(base, entries, clock.instant());
    return new Appended.Accepted(read());
  }

  @Override
  public Settled settle() throws Stopped {
    writing.lock();
    try {
      return bring();
    } finally {
      writing.unlock();
    }
  }

  private Settled bring() throws Stopped {
    Pending pending = log.read();
    if (pending.isEmpty() || pending.held().isPresent()) {
      return Settled.NOTHING;
    }
    if (isAway()) {
      return Settled.WAITS;
    }
    LedgerState ledger = host.read();
    while (!pending.isEmpty() && pending.held().isEmpty()) {
      switch (pending.merge(ledger)) {
        case Pending.Merge.Contained(String tip) -> pending = log.pushed(tip, clock.instant());
        case Pending.Merge.Hold(String why) -> pending = log.held(why, clock.instant());
        case Pending.Merge.Replay(List<Entry> entries) -> {
          try {
            ledger = host.append(ledger, entries).now(); // and look at what is there now
            failed = Optional.empty();
          } catch (Stopped stopped) {
            requireAway(stopped);
            return Settled.WAITS;
          }
        }
      }
    }
    return Settled.MOVED;
  }

  @Override
  public Appended acknowledge(Acknowledgement given) throws Stopped {
    writing.lock();
    try {
      return letGo(given);
    } finally {
      writing.unlock();
    }
  }

  private Appended letGo(Acknowledgement given) throws Stopped {
    Pending pending = log.read();
    if (pending.held().isEmpty()) {
      return host.acknowledge(given);
    }
    LedgerState ledger = host.read();
    Appended appended = record(ledger, given, pending);
    return switch (appended) {
      case Appended.Lost lost -> lost;
      case Appended.Accepted accepted -> {
        log.dropped(given.reason(), clock.instant());
        yield accepted;
      }
    };
  }

  @Override
  public Optional<String> remark() throws Stopped {
    Pending pending = log.read();
    if (pending.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "PendingPush: %s, decided since %s while the Git host was away; %s"
            .formatted(
                names(pending),
                pending.groups().getFirst().at(),
                why()
                    .filter(HostAway::refuses)
                    .map(failure -> "pushed when it lets Sluice in again: " + failure)
                    .orElse("pushed when it is back")));
  }

  /** That what waited is let go of is on record where it would have gone; once. */
  private Appended record(LedgerState ledger, Acknowledgement given, Pending pending)
      throws Stopped {
    boolean done =
        ledger.history("").stream()
            .filter(entry -> entry.kind() == Entry.Kind.ACKNOWLEDGE)
            .anyMatch(entry ->
                entry.details().entrySet().containsAll(given.details().entrySet())
                    && entry.details().containsKey(LET_GO));
    if (done) {
      return new Appended.Accepted(ledger);
    }
    Map<String, String> details = new TreeMap<>(given.details());
    details.put(LET_GO, names(pending));
    return host.append(
        ledger,
        List.of(SignedLedger.acknowledgement(given, environment, ledger.next(""), details)));
  }

  private LedgerState on(LedgerState ledger, Pending pending) {
    if (pending.isEmpty()) {
      return ledger;
    }
    Optional<Combined> still =
        combined.filter(one -> one.host().equals(ledger.tip()) && one.pending().equals(pending));
    if (still.isPresent()) {
      return still.get().state();
    }
    LedgerState state = pending.on(ledger);
    combined = Optional.of(new Combined(ledger.tip(), pending, state));
    return state;
  }

  private boolean isAway() {
    return away.get().filter(HostAway::is).isPresent()
        || failed.filter(one -> one.stillCounts(clock.instant())).isPresent();
  }

  /** Why the host takes nothing, as far as is known. */
  private Optional<Failure> why() {
    return away.get().filter(HostAway::is).or(() -> failed.map(Failed::why));
  }

  private Failure unreachable() {
    return Failure.of(
        Reason.REPOSITORY_UNREACHABLE,
        "the Git host did not take the last entries of the ledger of " + environment,
        "They are pushed when it answers again, and nothing else is decided before");
  }

  private Failure held(Pending pending) {
    return Failure.of(
        Reason.LEDGER_HELD,
        "what was decided in %s while the Git host was away is held, for %s: %s"
            .formatted(environment, pending.held().orElse(""), names(pending)),
        ("Nothing is promoted here; what runs goes on running. Look at `sluice history %1$s`, also"
                + " with --waiting; then `sluice acknowledge %1$s --reason WHY` lets it go and takes the branch as"
                + " it stands; what you still want, ask for again")
            .formatted(environment));
  }

  private static String names(Pending pending) {
    return pending.entries().stream()
        .map(entry ->
            "%s%s by %s"
                .formatted(
                    entry.kind().word(),
                    entry.application().isEmpty()
                        ? ""
                        : " %s %d".formatted(entry.application(), entry.number()),
                    entry.by()))
        .collect(Collectors.joining(", "));
  }
}
