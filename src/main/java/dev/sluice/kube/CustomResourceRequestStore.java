package dev.sluice.kube;

import dev.sluice.kube.resource.PromotionRequestResource;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Stopped;
import dev.sluice.promote.machine.Decision;
import dev.sluice.promote.machine.Request;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** PromotionRequest resources in the daemon's namespace of its own cluster. Thread-safe. */
public final class CustomResourceRequestStore implements RequestStore, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(CustomResourceRequestStore.class);

  private final Connection connection;
  private final OwnResources resources;
  private final InstantSource clock;
  private volatile @Nullable OwnCache<Optional<Stored>> cache;

  /** A store in a namespace of the daemon's own cluster. */
  public CustomResourceRequestStore(Clusters.Connected own, String namespace, InstantSource clock) {
    this.connection = own.connection();
    this.resources =
        new OwnResources(
            connection, PromotionRequestResource.KIND, PromotionRequestResource.PLURAL, namespace);
    this.clock = clock;
  }

  @Override
  public List<Stored> list() throws Stopped {
    Optional<List<OwnCache.Item<Optional<Stored>>>> known =
        Optional.ofNullable(cache).flatMap(OwnCache::all);
    return known.isPresent()
        ? known.get().stream().flatMap(item -> item.value().stream()).toList()
        : resources.list().stream().flatMap(item -> readOrSay(item).stream()).toList();
  }

  @Override
  public Optional<Stored> read(String name) throws Stopped {
    return resources.get(name).flatMap(CustomResourceRequestStore::readOrSay);
  }

  @Override
  public Stored create(Scope scope, Request request) throws Stopped {
    Map<String, Object> spec = Json.asTree(RequestBodies.spec(scope, request));
    return RequestBodies.stored(resources.create(request.id(), Map.of("spec", spec)));
  }

  @Override
  public void answer(String id, Decision.Answered answered) throws Stopped {
    for (Stored stored : list()) {
      boolean answersAlready =
          stored.answer().map(Answer::answered).filter(answered::equals).isPresent();
      if (stored.request().id().equals(id) && !answersAlready) {
        write(stored.name(), answered);
      }
    }
  }

  @Override
  public void delete(String name) throws Stopped {
    resources.delete(name);
    OwnCache<Optional<Stored>> watching = cache;
    if (watching != null) {
      watching.forget(name);
    }
  }

  @Override
  public void watch(Listener listener) {
    OwnCache<Optional<Stored>> watching =
        new OwnCache<>(
            this::readOrRefuse,
            change ->
                change
                    .now()
                    .flatMap(OwnCache.Item::value)
                    .filter(stored -> stored.answer().isEmpty())
                    .ifPresent(listener::asked));
    cache = watching;
    watching.start(connection, resources.collection());
  }

  /** Ends the watch. */
  @Override
  public void close() {
    OwnCache<Optional<Stored>> watching = cache;
    if (watching != null) {
      watching.close();
    }
  }

  private void write(String name, Decision.Answered answered) throws Stopped {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Map<String, Object> status = Json.asTree(RequestBodies.status(answered, now));
    Optional<LiveObject> written = resources.applyStatus(name, status);
    OwnCache<Optional<Stored>> watching = cache;
    if (watching != null) {
      written.map(watching::reduce).ifPresent(watching::learn);
    }
  }

  private static Optional<Stored> readOrSay(LiveObject item) {
    try {
      return Optional.of(RequestBodies.stored(item));
    } catch (IllegalArgumentException e) {
      LOG.warnf("the PromotionRequest %s is left alone: %s", item.key().name(), e.getMessage());
      return Optional.empty();
    }
  }

  // Whoever wrote it waits for an answer.
  private Optional<Stored> readOrRefuse(LiveObject item) {
    try {
      return Optional.of(RequestBodies.stored(item));
    } catch (IllegalArgumentException e) {
      refuse(item, "it cannot be understood: " + e.getMessage());
      return Optional.empty();
    }
  }

  private void refuse(LiveObject item, String why) {
    try {
      if (RequestBodies.answer(item).isEmpty()) {
        LOG.warnf("the PromotionRequest %s is refused: %s", item.key().name(), why);
        write(item.key().name(), new Decision.Answered(Decision.Result.REFUSED, why));
      }
    } catch (IllegalArgumentException | Stopped e) {
      LOG.warnf(
          "the PromotionRequest %s is refused, and cannot be answered: %s",
          item.key().name(), e.getMessage());
    }
  }
}
