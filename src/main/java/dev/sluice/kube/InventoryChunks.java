package dev.sluice.kube;

import dev.sluice.kube.resource.InventorySpec;
import dev.sluice.kube.resource.InventorySpec.EntryBody;
import dev.sluice.model.Inventory;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.TargetId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * How an inventory is cut into chunks: by a hash of the object's key, into a power of two of them.
 * Pure.
 */
final class InventoryChunks {

  private static final int FULL = 100;

  private InventoryChunks() {}

  /** How many chunks an inventory needs; never fewer than there are, so that it rarely moves. */
  static int count(int objects, int stored) {
    int count = Math.max(1, stored);
    while (objects > count * FULL) {
      count *= 2;
    }
    return count;
  }

  /** How many chunks an inventory was cut into, of which this is the last that is there. */
  static int countOf(int lastChunk) {
    return lastChunk == 0 ? 1 : Integer.highestOneBit(lastChunk) * 2;
  }

  /** The chunks, in order; each sorted. */
  static List<InventorySpec> cut(Inventory inventory, int count) {
    List<List<EntryBody>> chunks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chunks.add(new ArrayList<>());
    }
    inventory.entries().forEach((key, entry) -> chunks.get(chunkOf(key, count)).add(body(entry)));
    TargetId target = inventory.target();
    List<InventorySpec> cut = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      cut.add(
          new InventorySpec(
              target.repository(),
              target.application(),
              target.environment(),
              i,
              List.copyOf(chunks.get(i))));
    }
    return cut;
  }

  /**
   * The inventory of all chunks that are there. A crash while the number of chunks grew leaves an
   * entry in its old and its new chunk; the one where it belongs is right.
   */
  static Inventory join(TargetId target, SortedMap<Integer, InventorySpec> chunks) {
    SortedMap<ObjectKey, Inventory.Entry> entries = new TreeMap<>();
    if (chunks.isEmpty()) {
      return new Inventory(target, entries);
    }
    int count = countOf(chunks.lastKey());
    chunks.forEach((number, chunk) -> {
      for (EntryBody body : chunk.objects()) {
        Inventory.Entry entry = entry(body);
        if (chunkOf(entry.key(), count) == number) {
          entries.put(entry.key(), entry);
        } else {
          entries.putIfAbsent(entry.key(), entry);
        }
      }
    });
    return new Inventory(target, entries);
  }

  // CRC32 because it is the same on every JVM for ever; nothing depends on its strength.
  private static int chunkOf(ObjectKey key, int count) {
    CRC32 hash = new CRC32();
    hash.update(key.toString().getBytes(StandardCharsets.UTF_8));
    return (int) (hash.getValue() & (count - 1));
  }

  private static EntryBody body(Inventory.Entry entry) {
    ObjectKey key = entry.key();
    return new EntryBody(
        key.group(),
        entry.version(),
        key.kind(),
        key.namespace(),
        key.name(),
        entry.digest(),
        entry.fingerprint(),
        entry.foreignHash(),
        entry.uid());
  }

  private static Inventory.Entry entry(EntryBody body) {
    return new Inventory.Entry(
        new ObjectKey(body.group(), body.kind(), body.namespace(), body.name()),
        body.version(),
        body.digest(),
        body.fingerprint(),
        body.foreignHash(),
        body.uid());
  }
}
