package dev.sluice.kube;

import dev.sluice.kube.resource.PromotionResource;
import dev.sluice.kube.resource.PromotionSpec;
import dev.sluice.kube.resource.PromotionStatusBody;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.model.Trees;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Promotion resources in the daemon's namespace of the daemon's own cluster. Thread-safe, as long
 * as one thread at a time saves promotions of one target.
 */
public final class CustomResourcePromotionStore implements PromotionStore, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(CustomResourcePromotionStore.class);

  // Of one target. What was stopped is kept longer: it must not come again by itself. The ledger
  // has the rest, and thousands of targets have to fit into the cluster's store.
  private static final int STOPPED_KEPT = 10;
  private static final int OTHERS_KEPT = 3;

  private static final Comparator<Promotion> OLDEST_FIRST =
      Comparator.comparing(Promotion::created).thenComparing(Promotion::id);

  private record Known(Promotion promotion, boolean complete, String uid, String version) {}

  private final Connection connection;
  private final OwnResources resources;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private volatile boolean listed;
  private volatile @Nullable OwnCache<Optional<TargetId>> watching;

  /** A store in a namespace of the daemon's own cluster. */
  public CustomResourcePromotionStore(Clusters.Connected own, String namespace) {
    this.connection = own.connection();
    this.resources =
        new OwnResources(connection, PromotionResource.KIND, PromotionResource.PLURAL, namespace);
  }

  @Override
  public List<Promotion> list() throws Stopped {
    List<LiveObject> items = resources.list();
    items.forEach(this::learn);
    known.keySet().retainAll(items.stream().map(item -> item.key().name()).toList());
    listed = true;
    return known.values().stream().map(Known::promotion).sorted(OLDEST_FIRST).toList();
  }

  @Override
  public List<Promotion> of(TargetId target) throws Stopped {
    if (!listed) {
      var unused = list();
    }
    return known.values().stream()
        .map(Known::promotion)
        .filter(one -> one.target().equals(target))
        .sorted(OLDEST_FIRST)
        .toList();
  }

  @Override
  public Promotion save(Promotion promotion) throws Stopped {
    if (!listed) {
      var unused = list();
    }
    Known before = known.get(promotion.id());
    if (before == null) {
      return create(promotion);
    }
    if (before.complete() && before.promotion().equals(promotion)) {
      return promotion;
    }
    try {
      return update(promotion, before);
    } catch (Stopped stopped) {
      if (stopped.failure().reason() == Reason.STATE_CONFLICT) {
        known.remove(promotion.id());
        resources.get(promotion.id()).ifPresent(this::learn);
      }
      throw stopped;
    }
  }

  private Promotion create(Promotion promotion) throws Stopped {
    LiveObject created;
    try {
      created = resources.create(promotion.id(), Map.of("spec", spec(promotion)));
    } catch (Stopped stopped) {
      Optional<LiveObject> there =
          stopped.failure().reason() == Reason.STATE_CONFLICT
              ? resources.get(promotion.id())
              : Optional.empty();
      there.ifPresent(this::learn);
      Known found = known.get(promotion.id());
      if (found == null) {
        throw stopped;
      }
      return found.promotion();
    }
    return writeStatus(promotion, created.resourceVersion());
  }

  private Promotion update(Promotion promotion, Known before) throws Stopped {
    String version = before.version();
    if (!PromotionBodies.spec(before.promotion()).equals(PromotionBodies.spec(promotion))) {
      Optional<LiveObject> replaced =
          resources.replace(promotion.id(), version, Map.of("spec", spec(promotion)));
      if (replaced.isEmpty()) {
        known.remove(promotion.id());
        return create(promotion); // deleted by hand
      }
      version = replaced.get().resourceVersion();
    }
    return writeStatus(promotion, version);
  }

  private Promotion writeStatus(Promotion promotion, String version) throws Stopped {
    Map<String, Object> fields =
        Map.of("spec", spec(promotion), "status", Json.asTree(PromotionBodies.status(promotion)));
    Optional<LiveObject> written = resources.replaceStatus(promotion.id(), version, fields);
    if (written.isEmpty()) {
      known.remove(promotion.id());
      return create(promotion); // deleted by hand
    }
    learn(written.get());
    if (promotion.state().isTerminal()) {
      tidy(promotion.target());
    }
    return promotion;
  }

  private void tidy(TargetId target) {
    Map<Boolean, List<Known>> ended =
        known.values().stream()
            .filter(one -> one.promotion().target().equals(target))
            .filter(one -> one.promotion().state().isTerminal())
            .sorted(Comparator.comparing(Known::promotion, OLDEST_FIRST))
            .collect(Collectors.partitioningBy(one -> wasStopped(one.promotion().state())));
    tidy(ended.getOrDefault(true, List.of()), STOPPED_KEPT);
    tidy(ended.getOrDefault(false, List.of()), OTHERS_KEPT);
  }

  private static boolean wasStopped(State state) {
    return state != State.SUCCEEDED && state != State.SUPERSEDED;
  }

  // A failure to delete costs nothing but a line in a list: it is tried again after the next end.
  private void tidy(List<Known> oldestFirst, int kept) {
    for (Known one : oldestFirst.subList(0, Math.max(0, oldestFirst.size() - kept))) {
      try {
        known.remove(one.promotion().id());
        resources.delete(one.promotion().id());
      } catch (Stopped stopped) {
        known.put(one.promotion().id(), one);
        LOG.warnf(
            "%s: an old Promotion was not deleted: %s",
            one.promotion().target(), stopped.failure());
      }
    }
  }

  @Override
  public void watch(Listener listener) throws Stopped {
    if (!listed) {
      var unused = list();
    }
    OwnCache<Optional<TargetId>> cache =
        new OwnCache<>(
            item -> read(item).map(Known::promotion).map(Promotion::target),
            change -> {
              if (change.now().isEmpty()) {
                deleted(change.last(), listener);
              }
            });
    // What is deleted between our list and the watch's is missed otherwise.
    known.forEach((name, one) -> cache.learn(item(name, one)));
    watching = cache;
    cache.start(connection, resources.collection());
  }

  /** Ends the watch. */
  @Override
  public void close() {
    OwnCache<Optional<TargetId>> cache = watching;
    if (cache != null) {
      cache.close();
    }
  }

  private void deleted(OwnCache.Item<Optional<TargetId>> last, Listener listener) {
    Known one = known.get(last.name());
    if (one != null && one.uid().equals(last.uid())) {
      known.remove(last.name());
      listener.deleted(one.promotion().target(), last.name());
    }
  }

  private void learn(LiveObject item) {
    String name = item.key().name();
    OwnCache<Optional<TargetId>> cache = watching;
    read(item)
        .ifPresent(one -> {
          known.put(name, one);
          if (cache != null) {
            cache.learn(item(name, one));
          }
        });
  }

  private static OwnCache.Item<Optional<TargetId>> item(String name, Known one) {
    return new OwnCache.Item<>(
        name, one.uid(), one.version(), Optional.of(one.promotion().target()));
  }

  private static Optional<Known> read(LiveObject item) {
    String name = item.key().name();
    Map<String, Object> status = Trees.map(item.content(), "status");
    try {
      Promotion promotion =
          PromotionBodies.promotion(
              name,
              Json.as(PromotionSpec.class, Trees.map(item.content(), "spec")),
              status.isEmpty() ? null : Json.as(PromotionStatusBody.class, status));
      return Optional.of(
          new Known(promotion, !status.isEmpty(), item.uid(), item.resourceVersion()));
    } catch (IllegalArgumentException e) {
      LOG.warnf(
          "the Promotion %s was not written by this version of Sluice and is left alone: %s",
          name, e.getMessage());
      return Optional.empty();
    }
  }

  private static Map<String, Object> spec(Promotion promotion) {
    return Json.asTree(PromotionBodies.spec(promotion));
  }
}
