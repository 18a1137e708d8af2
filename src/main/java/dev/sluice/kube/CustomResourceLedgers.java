package dev.sluice.kube;

import dev.sluice.kube.resource.LedgerSegmentResource;
import dev.sluice.kube.resource.LedgerSegmentSpec;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import dev.sluice.promote.ledger.LedgerStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Ledgers in custom resources of the daemon's namespace, for config repositories that the daemon
 * must not push to. Nothing is asked for before the first of them is opened. Thread-safe.
 */
public final class CustomResourceLedgers implements AutoCloseable {

  private final Connection connection;
  private final OwnResources resources;
  private final Listener listener;
  private @Nullable OwnCache<LedgerSegmentSpec> cache;

  /** Is told of what is written, by others for sure, by ourselves perhaps. */
  @FunctionalInterface
  public interface Listener {

    /** The ledger of an environment moved. */
    void moved(String repository, String environment);
  }

  /** Ledgers in a namespace of the daemon's own cluster. */
  public CustomResourceLedgers(Clusters.Connected own, String namespace, Listener listener) {
    this.connection = own.connection();
    this.resources =
        new OwnResources(
            connection, LedgerSegmentResource.KIND, LedgerSegmentResource.PLURAL, namespace);
    this.listener = listener;
  }

  /** The files of the ledger of an environment. */
  public LedgerStore of(String repository, String environment) {
    return new LedgerObjects(this, resources, repository, environment);
  }

  /** Names of the repositories that have something here about an environment of that name. */
  public Set<String> repositories(String environment) throws Stopped {
    return all().stream()
        .map(OwnCache.Item::value)
        .filter(spec -> spec.environment().equals(environment))
        .map(LedgerSegmentSpec::repository)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether reading asks for nothing any more. */
  boolean isWatched() {
    return watching().all().isPresent();
  }

  /** All segments, from the watch once it has listed them. */
  List<OwnCache.Item<LedgerSegmentSpec>> all() throws Stopped {
    Optional<List<OwnCache.Item<LedgerSegmentSpec>>> known = watching().all();
    return known.isPresent() ? known.get() : list();
  }

  /** All segments as they are now; this is a request. */
  List<OwnCache.Item<LedgerSegmentSpec>> list() throws Stopped {
    OwnCache<LedgerSegmentSpec> watching = watching();
    List<OwnCache.Item<LedgerSegmentSpec>> items =
        resources.list().stream().map(watching::reduce).toList();
    items.forEach(watching::learn);
    return items;
  }

  /** Takes over the answer to a write of our own. */
  void learn(LiveObject written) {
    OwnCache<LedgerSegmentSpec> watching = watching();
    watching.learn(watching.reduce(written));
  }

  /** Ends the watch. */
  @Override
  public synchronized void close() {
    if (cache != null) {
      cache.close();
    }
  }

  private synchronized OwnCache<LedgerSegmentSpec> watching() {
    OwnCache<LedgerSegmentSpec> watching = cache;
    if (watching == null) {
      watching =
          new OwnCache<>(
              object -> Json.as(LedgerSegmentSpec.class, Trees.map(object.content(), "spec")),
              change -> {
                LedgerSegmentSpec spec = change.last().value();
                listener.moved(spec.repository(), spec.environment());
              });
      cache = watching;
      watching.start(connection, resources.collection());
    }
    return watching;
  }
}
