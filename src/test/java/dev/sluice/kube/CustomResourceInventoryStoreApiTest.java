package dev.sluice.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.model.Inventory;
import dev.sluice.model.Labels;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.testing.TestCluster;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CustomResourceInventoryStoreApiTest {

  private static final TargetId TARGET = new TargetId("shop", "web", "dev");

  private final String namespace = TestCluster.newNamespace("inventory");
  private final Requests requests = new Requests();
  private final Clusters clusters = TestAccess.clusters("admin", requests);

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @AfterEach
  void close() {
    clusters.close();
  }

  @Test
  void whatWasSavedIsThereAfterARestart() throws Stopped {
    store().save(inventory(250, "d1"));

    assertThat(store().load(TARGET)).isEqualTo(inventory(250, "d1"));
    assertThat(store().load(new TargetId("shop", "web", "prod")).entries()).isEmpty();
  }

  @Test
  void theSecondLoadAndAnUnchangedSaveMakeNoRequest() throws Stopped {
    InventoryStore store = store();
    store.save(inventory(10, "d1"));
    requests.drain();

    store.load(TARGET);
    store.save(inventory(10, "d1"));

    assertThat(requests.drain()).isEmpty();
  }

  @Test
  void oneChangedObjectRewritesOneChunk() throws Stopped {
    InventoryStore store = store();
    store.save(inventory(350, "d1"));
    Inventory changed = inventory(350, "d1");
    changed.entries().put(key(7), entry(7, "d2"));
    requests.drain();

    store.save(changed);

    assertThat(requests.drain()).singleElement().asString().startsWith("PUT ").endsWith("200");
    assertThat(store().load(TARGET)).isEqualTo(changed);
  }

  @Test
  void growsAndShrinksWithoutLosingAnything() throws Stopped {
    InventoryStore store = store();
    for (int size : new int[] {3, 90, 101, 320, 20, 0, 150}) {
      store.save(inventory(size, "d" + size));
      assertThat(store().load(TARGET)).isEqualTo(inventory(size, "d" + size));
    }
  }

  @Test
  void aCrashWhileTheChunksAreCutAnewLosesNothing() throws Stopped {
    store().save(inventory(90, "d1"));
    InventoryStore crashing = store();
    crashing.load(TARGET);
    // The chunk that keeps fewer entries is written last: somebody else touching it stops the save
    // just before, as a crash would.
    String first = Labels.targetName(TARGET) + "-0";
    TestCluster.admin()
        .genericKubernetesResources("sluice.dev/v1alpha1", "Inventory")
        .inNamespace(namespace)
        .withName(first)
        .edit(item -> {
          item.getMetadata().setAnnotations(java.util.Map.of("touched", "yes"));
          return item;
        });

    Stopped stopped =
        catchThrowableOfType(Stopped.class, () -> crashing.save(inventory(110, "d1")));

    assertThat(stopped.failure().reason()).isEqualTo(Reason.STATE_CONFLICT);
    assertThat(store().load(TARGET).entries()).containsAllEntriesOf(inventory(90, "d1").entries());
  }

  @Test
  void aSecondWriterIsAConflictAndTheNextTryReadsAnew() throws Stopped {
    InventoryStore mine = store();
    mine.save(inventory(3, "d1"));
    InventoryStore theirs = store();
    theirs.save(inventory(3, "d2"));

    Stopped stopped = catchThrowableOfType(Stopped.class, () -> mine.save(inventory(3, "d3")));

    assertThat(stopped.failure().reason()).isEqualTo(Reason.STATE_CONFLICT);
    assertThat(mine.load(TARGET)).isEqualTo(inventory(3, "d2"));
    mine.save(inventory(3, "d3"));
    assertThat(store().load(TARGET)).isEqualTo(inventory(3, "d3"));
  }

  @Test
  void aChunkDeletedByHandIsWrittenAgain() throws Stopped {
    InventoryStore store = store();
    store.save(inventory(3, "d1"));
    TestCluster.admin()
        .genericKubernetesResources("sluice.dev/v1alpha1", "Inventory")
        .inNamespace(namespace)
        .delete();

    store.save(inventory(4, "d1"));

    assertThat(store().load(TARGET)).isEqualTo(inventory(4, "d1"));
  }

  private InventoryStore store() throws Stopped {
    return new CustomResourceInventoryStore(clusters.get(""), namespace);
  }

  private static Inventory inventory(int size, String digest) {
    SortedMap<ObjectKey, Inventory.Entry> entries = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      entries.put(key(i), entry(i, digest));
    }
    return new Inventory(TARGET, entries);
  }

  private static ObjectKey key(int i) {
    return new ObjectKey(i % 2 == 0 ? "" : "apps", "Kind" + i % 3, "shop-dev", "object-" + i);
  }

  private static Inventory.Entry entry(int i, String digest) {
    return new Inventory.Entry(key(i), "v1", digest, "f" + i, "", "uid-" + i);
  }
}
