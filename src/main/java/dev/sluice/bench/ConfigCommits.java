package dev.sluice.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** Commits to the branch {@code main} of a bare repository, as if somebody had pushed. */
final class ConfigCommits implements AutoCloseable {

  private final Repository repository;
  private final Clock clock;
  private final Map<String, ObjectId> blobs = new TreeMap<>();
  private @Nullable ObjectId last;

  ConfigCommits(Path bare, Clock clock) throws IOException {
    this.repository = new FileRepository(bare.toFile());
    this.clock = clock;
  }

  /** Writes the commit; {@link #push} makes it the tip. */
  ObjectId commit(Map<String, String> changed) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      for (Map.Entry<String, String> file : changed.entrySet()) {
        byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
        blobs.put(file.getKey(), inserter.insert(Constants.OBJ_BLOB, content));
      }
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree(inserter));
      if (last != null) {
        commit.setParentId(last);
      }
      PersonIdent author =
          new PersonIdent("Sluice bench", "bench@localhost", clock.instant(), ZoneOffset.UTC);
      commit.setAuthor(author);
      commit.setCommitter(author);
      commit.setMessage("Change " + changed.size() + " files\n");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      last = id;
      return id;
    }
  }

  /** Moves {@code main}. */
  void push(ObjectId commit) throws IOException {
    RefUpdate update = repository.updateRef(Constants.R_HEADS + "main");
    update.setNewObjectId(commit);
    RefUpdate.Result result = update.update();
    if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.FAST_FORWARD) {
      throw new IOException("main could not be moved: " + result);
    }
  }

  @Override
  public void close() {
    repository.close();
  }

  private ObjectId tree(ObjectInserter inserter) throws IOException {
    DirCache index = DirCache.newInCore();
    DirCacheBuilder builder = index.builder();
    blobs.forEach((path, blob) -> {
      DirCacheEntry entry = new DirCacheEntry(path);
      entry.setFileMode(FileMode.REGULAR_FILE);
      entry.setObjectId(blob);
      builder.add(entry);
    });
    builder.finish();
    return index.writeTree(inserter);
  }
}
