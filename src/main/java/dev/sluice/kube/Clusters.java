package dev.sluice.kube;

import dev.sluice.model.Account;
import dev.sluice.model.Failure;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Observed;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The clusters this daemon may work on, each connected when it is first needed: one that cannot be
 * reached fails its own targets and no others. Thread-safe.
 */
public final class Clusters implements AutoCloseable {

  /** Most rollouts are through by then, and never cost a request for their Pods. */
  private static final Duration POD_DELAY = Duration.ofSeconds(10);

  private final Map<String, ClusterSettings> registered = new TreeMap<>();
  private final Map<String, Connected> connected = new ConcurrentHashMap<>();
  private final Function<LiveObject, Observed> reduction;
  private final RequestListener listener;
  private final ReachListener reach;
  private final InstantSource clock;

  /**
   * A registry. Nothing is connected yet.
   *
   * @param settings one per cluster; the one with the empty name is the daemon's own
   * @param reduction what is kept of a watched object
   * @param listener hears of every request
   */
  public Clusters(
      List<ClusterSettings> settings,
      Function<LiveObject, Observed> reduction,
      RequestListener listener,
      InstantSource clock) {
    this(settings, reduction, listener, ReachListener.NONE, clock);
  }

  /**
   * A registry whose user is told when a cluster goes and comes back. Nothing is connected yet.
   *
   * @param settings one per cluster; the one with the empty name is the daemon's own
   * @param reduction what is kept of a watched object
   * @param listener hears of every request
   * @param reach hears when a cluster cannot be reached and when it answers again
   */
  public Clusters(
      List<ClusterSettings> settings,
      Function<LiveObject, Observed> reduction,
      RequestListener listener,
      ReachListener reach,
      InstantSource clock) {
    this.reach = reach;
    settings.forEach(one -> registered.put(one.name(), one));
    this.reduction = reduction;
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * A cluster by its registered name; the empty name is the daemon's own.
   *
   * @throws Stopped when no such cluster is registered, or its settings cannot be read
   */
  public Connected get(String name) throws Stopped {
    Connected known = connected.get(name);
    return known == null ? connect(name) : known;
  }

  /** Ends all watches and connections. */
  @Override
  public void close() {
    connected.values().forEach(Connected::close);
  }

  private synchronized Connected connect(String name) throws Stopped {
    Connected known = connected.get(name);
    if (known != null) {
      return known;
    }
    ClusterSettings settings = registered.get(name);
    if (settings == null) {
      throw new Stopped(
          Failure.of(
              Reason.NOT_FOUND,
              name.isEmpty()
                  ? "no settings for the daemon's own cluster"
                  : "no cluster named " + name + " is registered",
              "Registered are: %s. Add it to sluice.clusters in the daemon's configuration"
                  .formatted(registered.keySet())));
    }
    Connection connection =
        Connecting.to(settings, () -> get("").connection(), clock, listener, reach);
    Kinds kinds = new Kinds(connection, clock);
    Connected made =
        new Connected(connection, kinds, new WatchedKinds(connection, kinds, reduction, POD_DELAY));
    connected.put(name, made);
    return made;
  }

  /** A cluster with its watches. */
  public static final class Connected {

    private final Connection connection;
    private final Kinds kinds;
    private final Observations observations;

    Connected(Connection connection, Kinds kinds, Observations observations) {
      this.connection = connection;
      this.kinds = kinds;
      this.observations = observations;
    }

    /** For requests as the daemon itself. */
    public Cluster cluster() {
      return new Fabric8Cluster(connection, kinds, "");
    }

    /**
     * For requests in the name of a service account, by impersonation. Which kinds are served is
     * still asked as the daemon, once for all.
     */
    public Cluster cluster(Account account) {
      return new Fabric8Cluster(connection, kinds, account.user());
    }

    /** What its watches know. */
    public Observations observations() {
      return observations;
    }

    Connection connection() {
      return connection;
    }

    void close() {
      observations.close();
      connection.close();
    }
  }
}
