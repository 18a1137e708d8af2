package dev.sluice.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.SourceTree.Type;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

/** Directories in memory: bounded, the least recently used go first. */
class TreeCacheTest {

  @Test
  void staysWithinItsBound() {
    TreeCache cache = new TreeCache(100);
    for (int i = 0; i < 1000; i++) {
      cache.put(id(i), listing(9));
    }

    assertThat(cache.held()).isEqualTo(100);
    assertThat(cache.get(id(0))).isEmpty();
    assertThat(cache.get(id(999))).isPresent();
  }

  @Test
  void whatIsUsedStays() {
    TreeCache cache = new TreeCache(100);
    for (int i = 0; i < 1000; i++) {
      cache.put(id(i), listing(9));
      assertThat(cache.get(id(0))).isPresent();
    }
  }

  @Test
  void sameDirectoryCountsOnce() {
    TreeCache cache = new TreeCache(100);
    cache.put(id(1), listing(9));
    cache.put(id(1), listing(9));

    assertThat(cache.held()).isEqualTo(10);
  }

  private static ObjectId id(int number) {
    return ObjectId.fromString(String.format("%040x", number + 1));
  }

  private static Listing listing(int size) {
    SequencedMap<String, Listing.Node> nodes = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      nodes.put("file-" + i, new Listing.Node(Type.FILE, id(i)));
    }
    return new Listing(nodes);
  }
}
