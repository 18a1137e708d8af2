package dev.sluice.kube;

import dev.sluice.kube.resource.ApprovalResource;
import dev.sluice.kube.resource.ApprovalSpec;
import dev.sluice.kube.resource.ApprovalStatusBody;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import dev.sluice.model.promotion.ApprovalRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Approval resources in the daemon's namespace of the daemon's own cluster. Thread-safe. */
public final class CustomResourceApprovalStore implements ApprovalStore, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(CustomResourceApprovalStore.class);

  // How an approval came that is a resource of the cluster.
  private static final String HOW = "kubernetes";

  /** What is stored, and what its status says. */
  private record Kept(Stored approval, String message) {}

  private final Connection connection;
  private final OwnResources resources;
  private volatile @Nullable OwnCache<Optional<Kept>> cache;

  /** A store in a namespace of the daemon's own cluster. */
  public CustomResourceApprovalStore(Clusters.Connected own, String namespace) {
    this.connection = own.connection();
    this.resources =
        new OwnResources(connection, ApprovalResource.KIND, ApprovalResource.PLURAL, namespace);
  }

  @Override
  public List<Stored> list() throws Stopped {
    return kept().stream().map(Kept::approval).toList();
  }

  private List<Kept> kept() throws Stopped {
    Optional<List<OwnCache.Item<Optional<Kept>>>> known =
        Optional.ofNullable(cache).flatMap(OwnCache::all);
    return known.isPresent()
        ? known.get().stream().flatMap(item -> item.value().stream()).toList()
        : resources.list().stream().flatMap(item -> read(item).stream()).toList();
  }

  @Override
  public Stored create(Stored approval) throws Stopped {
    ApprovalRecord record = approval.record();
    Scope scope = approval.scope();
    String decision = PromotionBodies.DECISIONS.word(record.decision());
    ApprovalSpec spec =
        new ApprovalSpec(
            Words.orNull(scope.repository()),
            scope.environment(),
            scope.application(),
            Words.orNull(approval.commit()),
            Words.orNull(record.digest()),
            decision,
            record.by(),
            Words.orNull(record.comment()));
    String name = decision + "-" + UUID.randomUUID();
    LiveObject created = resources.create(name, Map.of("spec", Json.asTree(spec)));
    return stored(created);
  }

  @Override
  public void tell(String name, String message) throws Stopped {
    boolean says =
        kept().stream()
            .anyMatch(
                kept -> kept.approval().name().equals(name) && kept.message().equals(message));
    if (!says) {
      Map<String, Object> status = Json.asTree(new ApprovalStatusBody(message));
      Optional<LiveObject> written = resources.applyStatus(name, status);
      OwnCache<Optional<Kept>> watching = cache;
      if (watching != null) {
        written.map(watching::reduce).ifPresent(watching::learn);
      }
    }
  }

  @Override
  public void delete(String name) throws Stopped {
    resources.delete(name);
    OwnCache<Optional<Kept>> watching = cache;
    if (watching != null) {
      watching.forget(name);
    }
  }

  @Override
  public void watch(Listener listener) {
    OwnCache<Optional<Kept>> watching =
        new OwnCache<>(
            CustomResourceApprovalStore::read,
            change ->
                change.last().value().ifPresent(kept -> listener.changed(kept.approval().scope())));
    cache = watching;
    watching.start(connection, resources.collection());
  }

  /** Ends the watch. */
  @Override
  public void close() {
    OwnCache<Optional<Kept>> watching = cache;
    if (watching != null) {
      watching.close();
    }
  }

  private static Optional<Kept> read(LiveObject item) {
    try {
      Map<String, Object> status = Trees.map(item.content(), "status");
      return Optional.of(new Kept(stored(item), Trees.string(status, "message")));
    } catch (IllegalArgumentException e) {
      LOG.warnf("the Approval %s counts for nothing: %s", item.key().name(), e.getMessage());
      return Optional.empty();
    }
  }

  private static Stored stored(LiveObject item) {
    ApprovalSpec spec = Json.as(ApprovalSpec.class, Trees.map(item.content(), "spec"));
    return new Stored(
        item.key().name(),
        new Scope(
            Words.text(spec.repository()),
            Words.given("spec.environment", spec.environment()),
            Words.given("spec.application", spec.application())),
        Words.text(spec.commit()),
        new ApprovalRecord(
            Words.given("spec.approver", spec.approver()),
            HOW,
            Words.time(
                "metadata.creationTimestamp", Trees.string(item.metadata(), "creationTimestamp")),
            PromotionBodies.DECISIONS.of(spec.decision()),
            Words.text(spec.digest()),
            Words.text(spec.comment())));
  }
}
