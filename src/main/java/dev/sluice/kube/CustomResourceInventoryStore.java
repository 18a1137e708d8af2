package dev.sluice.kube;

import dev.sluice.kube.resource.InventoryResource;
import dev.sluice.kube.resource.InventorySpec;
import dev.sluice.model.Inventory;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.model.Trees;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Inventories as custom resources in the daemon's namespace. Thread-safe. */
public final class CustomResourceInventoryStore implements InventoryStore {

  /** One chunk as it is stored. */
  private record Chunk(String resourceVersion, InventorySpec spec) {}

  private final OwnResources resources;
  private final Object listing = new Object();

  // By target; null until everything was listed once.
  private volatile @Nullable Map<TargetId, SortedMap<Integer, Chunk>> known;

  /** A store in a namespace of the daemon's own cluster. */
  public CustomResourceInventoryStore(Clusters.Connected own, String namespace) {
    this.resources =
        new OwnResources(
            own.connection(), InventoryResource.KIND, InventoryResource.PLURAL, namespace);
  }

  @Override
  public Inventory load(TargetId target) throws Stopped {
    SortedMap<Integer, InventorySpec> specs = new TreeMap<>();
    chunks(target).forEach((number, chunk) -> specs.put(number, chunk.spec()));
    return InventoryChunks.join(target, specs);
  }

  @Override
  public void save(Inventory inventory) throws Stopped {
    TargetId target = inventory.target();
    SortedMap<Integer, Chunk> stored = new TreeMap<>(chunks(target));
    int storedCount = stored.isEmpty() ? 0 : InventoryChunks.countOf(stored.lastKey());
    int count = InventoryChunks.count(inventory.entries().size(), storedCount);
    try {
      // From the last chunk down: when the number grows, an entry is in its new chunk before it
      // leaves the old one, so that a crash in between loses none.
      for (InventorySpec spec : InventoryChunks.cut(inventory, count).reversed()) {
        Chunk before = stored.get(spec.chunk());
        boolean needless = before == null ? isNeedless(spec) : before.spec().equals(spec);
        if (!needless) {
          stored.put(spec.chunk(), write(Optional.ofNullable(before), spec, target));
        }
      }
      remember(target, stored);
    } catch (Stopped stopped) {
      forget();
      throw stopped;
    }
  }

  // Chunk 0 is written even when empty: it says that nothing is there, which its absence does not.
  private static boolean isNeedless(InventorySpec spec) {
    return spec.objects().isEmpty() && spec.chunk() > 0;
  }

  private Chunk write(Optional<Chunk> before, InventorySpec spec, TargetId target) throws Stopped {
    String name = Labels.targetName(target) + "-" + spec.chunk();
    Map<String, Object> fields = Map.of("spec", Json.asTree(spec));
    Optional<LiveObject> written =
        before.isPresent()
            ? resources.replace(name, before.get().resourceVersion(), fields)
            : Optional.empty();
    // Deleted by hand, or new.
    LiveObject now = written.isPresent() ? written.get() : resources.create(name, fields);
    return new Chunk(now.resourceVersion(), spec);
  }

  private SortedMap<Integer, Chunk> chunks(TargetId target) throws Stopped {
    return all().getOrDefault(target, new TreeMap<>());
  }

  private Map<TargetId, SortedMap<Integer, Chunk>> all() throws Stopped {
    Map<TargetId, SortedMap<Integer, Chunk>> all = known;
    if (all != null) {
      return all;
    }
    synchronized (listing) {
      all = known;
      if (all == null) {
        all = list();
        known = all;
      }
      return all;
    }
  }

  private Map<TargetId, SortedMap<Integer, Chunk>> list() throws Stopped {
    Map<TargetId, SortedMap<Integer, Chunk>> all = new HashMap<>();
    List<LiveObject> items = resources.list();
    for (LiveObject item : items) {
      InventorySpec spec = Json.as(InventorySpec.class, Trees.map(item.content(), "spec"));
      var target = new TargetId(spec.repository(), spec.application(), spec.environment());
      all.computeIfAbsent(target, absent -> new TreeMap<>())
          .put(spec.chunk(), new Chunk(item.resourceVersion(), spec));
    }
    return new ConcurrentHashMap<>(all);
  }

  private void remember(TargetId target, SortedMap<Integer, Chunk> chunks) throws Stopped {
    all().put(target, chunks);
  }

  // What is stored is not known any more: the next load lists anew.
  private void forget() {
    known = null;
  }
}
