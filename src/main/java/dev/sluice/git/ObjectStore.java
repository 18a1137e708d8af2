package dev.sluice.git;

import dev.sluice.model.Stopped;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/**
 * Reads objects of a cache and believes none: what does not hash to its own id, or is not there
 * although a revision refers to it, marks the whole cache broken. Safe for use by many threads.
 */
final class ObjectStore {

  /** Entries of directories kept in memory per repository: about 50 MB when full. */
  private static final long CACHED_ENTRIES = 400_000;

  private final Backing cache;
  private final GitLimits limits;
  private final TreeCache trees = new TreeCache(CACHED_ENTRIES);

  /** Where the objects are. */
  interface Backing {

    /** The repository as it is now. */
    Repository repository();

    /** Stops a read of what is known to be broken. */
    void refuseBroken() throws Stopped;

    /** Marks it broken and returns the failure for whoever found out. */
    Stopped broken(Exception cause);
  }

  ObjectStore(Backing cache, GitLimits limits) {
    this.cache = cache;
    this.limits = limits;
  }

  /** A directory. */
  Listing tree(ObjectId id, String path) throws Stopped {
    Optional<Listing> known = trees.get(id);
    if (known.isPresent()) {
      return known.get();
    }
    Listing listing = Listing.parse(path, object(id, Constants.OBJ_TREE, path));
    trees.put(id, listing);
    return listing;
  }

  /** The content of a file. */
  byte[] blob(ObjectId id, String path) throws Stopped {
    return object(id, Constants.OBJ_BLOB, path);
  }

  private byte[] object(ObjectId id, int type, String path) throws Stopped {
    cache.refuseBroken();
    try {
      return readWhole(id, type, path);
    } catch (IOException | RuntimeException first) {
      // Garbage collection may have replaced the pack in this very moment; damage stays.
      try {
        return readWhole(id, type, path);
      } catch (IOException | RuntimeException second) {
        throw cache.broken(second);
      }
    }
  }

  private byte[] readWhole(ObjectId id, int type, String path) throws IOException, Stopped {
    try (ObjectReader reader = cache.repository().newObjectReader()) {
      ObjectLoader loader = reader.open(id, type);
      if (loader.getSize() > limits.objectBytes()) {
        throw SourceFiles.tooLarge(path, loader.getSize(), limits.objectBytes());
      }
      byte[] bytes = loader.getBytes(Math.toIntExact(limits.objectBytes()));
      if (!new ObjectInserter.Formatter().idFor(type, bytes).equals(id)) {
        throw new IOException("object " + id.name() + " has another content than its id says");
      }
      return bytes;
    }
  }
}
