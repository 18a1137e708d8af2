package dev.sluice.apply;

import dev.sluice.kube.Cluster;
import dev.sluice.kube.InventoryStore;
import dev.sluice.kube.KindInfo;
import dev.sluice.kube.Observations;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Inventory;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Observed;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A cluster in memory, with its watches and the inventory: enough to carry plans out on. */
final class MemoryCluster implements Cluster {

  static final ApiKind KIND = ApiKind.of("v1", "ConfigMap");

  private final Map<ObjectKey, Observed> objects = new ConcurrentHashMap<>();
  private final Map<String, Reason> refusals = new ConcurrentHashMap<>();
  private final Set<String> unhealthy = new HashSet<>();
  private final List<ObjectKey> applied = new CopyOnWriteArrayList<>();
  private final List<ObjectKey> amended = new CopyOnWriteArrayList<>();
  private final List<ObjectKey> deleted = new ArrayList<>();
  private final List<String> preconditions = new ArrayList<>();
  private Consumer<ObjectKey> beforeApply = key -> {};
  private Inventory stored = Inventory.empty(new TargetId("", "", ""));
  private boolean keepWhileDeleting;
  private int conflicts;
  private int saves;

  void refuse(String name, Reason reason) {
    refusals.put(name, reason);
  }

  void unhealthy(String name) {
    unhealthy.add(name);
  }

  void put(ObjectKey key) {
    objects.put(key, observe(key));
  }

  void keepWhileDeleting() {
    keepWhileDeleting = true;
  }

  void beforeApply(Consumer<ObjectKey> check) {
    beforeApply = check;
  }

  List<ObjectKey> applied() {
    return applied;
  }

  List<ObjectKey> deleted() {
    return deleted;
  }

  List<String> preconditions() {
    return preconditions;
  }

  Inventory stored() {
    return stored;
  }

  int saves() {
    return saves;
  }

  static LiveObject live(ObjectKey key) {
    return new LiveObject(
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            key.kind(),
            "metadata",
            Map.of(
                "name",
                key.name(),
                "namespace",
                key.namespace(),
                "uid",
                "uid-" + key.name(),
                "resourceVersion",
                "1")));
  }

  @Override
  public String name() {
    return "";
  }

  @Override
  public Optional<KindInfo> kindInAnyVersion(ApiKind kind) {
    return kind(kind);
  }

  @Override
  public Optional<KindInfo> kind(ApiKind kind) {
    return Optional.of(new KindInfo(kind, "configmaps", KindInfo.Scope.NAMESPACED));
  }

  @Override
  public Optional<LiveObject> get(ApiKind kind, ObjectKey key) {
    return objects.containsKey(key) ? Optional.of(live(key)) : Optional.empty();
  }

  @Override
  public boolean exists(ApiKind kind, ObjectKey key) {
    return objects.containsKey(key);
  }

  @Override
  public List<LiveObject> list(ApiKind kind, String namespace) {
    return List.of();
  }

  @Override
  public LiveObject apply(Manifest manifest, Persistence persistence, Ownership ownership)
      throws Stopped {
    beforeApply.accept(manifest.key());
    Reason refusal = refusals.get(manifest.name());
    if (refusal != null) {
      throw new Stopped(Failure.of(refusal, manifest.name() + " is refused", ""));
    }
    applied.add(manifest.key());
    return live(manifest.key());
  }

  @Override
  public LiveObject amend(ApiKind kind, ObjectKey key, Map<String, Object> patch) throws Stopped {
    if (conflicts > 0) {
      conflicts--;
      throw new Stopped(Failure.of(Reason.STATE_CONFLICT, key + " changed", ""));
    }
    amended.add(key);
    return live(key);
  }

  /** The next so many amendments come too late: somebody wrote in between. */
  void conflict(int times) {
    conflicts = times;
  }

  List<ObjectKey> amended() {
    return amended;
  }

  @Override
  public boolean delete(ApiKind kind, ObjectKey key, String uid, String resourceVersion) {
    deleted.add(key);
    preconditions.add(uid + "/" + resourceVersion);
    if (!keepWhileDeleting) {
      objects.remove(key);
    }
    return true;
  }

  Observations observed() {
    return new Observations() {
      @Override
      public Map<ApiKind, Failure> watch(Set<ApiKind> kinds) {
        return Map.of();
      }

      @Override
      public boolean current(ApiKind kind) {
        return true;
      }

      @Override
      public Optional<Observed> find(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
      }

      @Override
      public Optional<Observed> find(ApiKind kind, ObjectKey key) {
        return find(key);
      }

      @Override
      public List<Observed> of(String targetName) {
        return List.copyOf(objects.values());
      }

      @Override
      public Observed learn(LiveObject answer) {
        Observed observed = observe(answer.key());
        objects.put(answer.key(), observed);
        return observed;
      }

      @Override
      public void subscribe(Listener listener) {}

      @Override
      public void close() {}
    };
  }

  InventoryStore inventories() {
    return new InventoryStore() {
      @Override
      public Inventory load(TargetId target) {
        return stored;
      }

      @Override
      public void save(Inventory inventory) {
        saves++;
        stored = inventory;
      }
    };
  }

  private Observed observe(ObjectKey key) {
    Health health =
        unhealthy.contains(key.name())
            ? new Health(Health.State.PROGRESSING, "not served yet")
            : Health.HEALTHY;
    return new Observed(
        key, KIND, "web", "uid-" + key.name(), "1", "fingerprint", "", List.of(), health, false);
  }
}
