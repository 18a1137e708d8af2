package dev.sluice.kube;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether an API server can be reached at all. Only a probe decides, never a request: a server that
 * is slow or busy answers the probe, and nothing is cut off. While a server is away, one thread
 * asks for it, and everybody else fails at once or waits here. Thread-safe.
 */
final class Breaker implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Breaker.class);

  private final String cluster;
  private final Prober prober;
  private final ReachListener listener;
  private final InstantSource clock;
  private final Set<Runnable> underWay = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition back = lock.newCondition();
  private volatile @Nullable Failure away;
  private long returns;
  private @Nullable Thread asking;
  private boolean closed;

  /**
   * A closed breaker: the server counts as reachable until somebody doubts it.
   *
   * @param cluster the registered name
   * @param listener hears when the server goes and comes back
   */
  Breaker(String cluster, Prober prober, ReachListener listener, InstantSource clock) {
    this.cluster = cluster;
    this.prober = prober;
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * Lets a request through.
   *
   * @throws Stopped {@code ClusterUnreachable} while the server is away
   */
  void pass() throws Stopped {
    Failure why = away;
    if (why != null) {
      throw new Stopped(why);
    }
  }

  /** Why no request is let through; empty while they are. */
  Optional<Failure> away() {
    return Optional.ofNullable(away);
  }

  /** Names how something under way is broken off when the server goes; see {@link #ended}. */
  void begun(Runnable breakOff) {
    underWay.add(breakOff);
    if (away != null) {
      breakOff.run(); // it went between the question and this
    }
  }

  /** It is over. */
  void ended(Runnable breakOff) {
    underWay.remove(breakOff);
  }

  /** Somebody was refused a connection or waits for long: the server is asked, by one thread. */
  void doubt() {
    lock.lock();
    try {
      if (asking == null && !closed) {
        Instant since = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        asking = Thread.ofVirtual().name("probe " + cluster).start(() -> ask(since));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits; less long when the server comes back meanwhile. */
  void rest(Duration pause) throws InterruptedException {
    long left = pause.toNanos();
    lock.lockInterruptibly();
    try {
      long before = returns;
      while (left > 0 && before == returns) {
        left = back.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (asking != null) {
        asking.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  private void ask(Instant since) {
    try {
      prober.untilAnswered(cause -> open(since, cause));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    } catch (RuntimeException fault) {
      // A fault of ours must not keep a cluster away for ever: the next request asks again.
      LOG.errorf(fault, "asking for the API server of %s", Connection.called(cluster));
    }
    answered();
  }

  private void open(Instant since, String cause) {
    Failure why =
        Failure.of(
            Reason.CLUSTER_UNREACHABLE,
            "the API server of %s has not answered since %s: %s"
                .formatted(Connection.called(cluster), since, cause),
            "What runs there goes on. Sluice asks for it at least every %d s and goes on by itself"
                .formatted(Prober.LONGEST_PAUSE.toSeconds()));
    away = why;
    LOG.warnf("%s", why);
    List.copyOf(underWay).forEach(Runnable::run);
    listener.away(cluster, why);
  }

  private void answered() {
    boolean wasAway;
    lock.lock();
    try {
      asking = null;
      wasAway = away != null;
      away = null;
      if (closed) {
        return;
      }
      if (wasAway) {
        returns++;
        back.signalAll();
      }
    } finally {
      lock.unlock();
    }
    if (wasAway) {
      LOG.infof("the API server of %s answers again", Connection.called(cluster));
      listener.back(cluster);
    }
  }
}
