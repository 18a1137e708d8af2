package dev.sluice.git;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Directories that were read before, by object id: two revisions share what did not change. Holds a
 * bounded number of entries and drops what was not used for longest.
 */
final class TreeCache {

  private final long bound;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ObjectId, Listing> listings = new LinkedHashMap<>(256, 0.75f, true);
  private long held;

  /**
   * An empty cache.
   *
   * @param bound entries of directories to hold, over all directories
   */
  TreeCache(long bound) {
    this.bound = bound;
  }

  /** A directory that was read before. */
  Optional<Listing> get(ObjectId id) {
    lock.lock();
    try {
      return Optional.ofNullable(listings.get(id));
    } finally {
      lock.unlock();
    }
  }

  /** Remembers a directory. */
  void put(ObjectId id, Listing listing) {
    lock.lock();
    try {
      if (listings.put(id, listing) != null) {
        return;
      }
      held += weight(listing);
      Iterator<Listing> oldest = listings.values().iterator();
      while (held > bound && listings.size() > 1) {
        held -= weight(oldest.next());
        oldest.remove();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Entries held now. */
  long held() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }

  private static long weight(Listing listing) {
    return 1L + listing.nodes().size();
  }
}
