package dev.sluice.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** A bare repository on the side of the Git host, written to without a checkout. */
public final class ConfigRepository implements AutoCloseable {

  private static final PersonIdent AUTHOR =
      new PersonIdent(
          "Ada Lovelace", "ada@example.com", Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

  private final Repository repository;

  private ConfigRepository(Repository repository) {
    this.repository = repository;
  }

  /** Makes an empty one: {@code <folder>/<name>.git}. */
  public static ConfigRepository create(Path folder, String name) throws IOException {
    Repository repository =
        new FileRepositoryBuilder()
            .setBare()
            .setGitDir(folder.resolve(name + ".git").toFile())
            .build();
    repository.create(true);
    return new ConfigRepository(repository);
  }

  /** Commits exactly these text files on top of a branch; returns the commit's id. */
  public String commit(String branch, Map<String, String> files) throws IOException {
    ObjectId parent = repository.resolve(Constants.R_HEADS + branch);
    return commitTree(branch, tree(files), parent, "Change " + branch);
  }

  /** Replaces the history of a branch by one new commit. */
  public String rewrite(String branch, Map<String, String> files) throws IOException {
    return commitTree(branch, tree(files), null, "Rewrite " + branch);
  }

  /** Commits a tree that was put together by hand. */
  public String commitTree(String branch, ObjectId tree, ObjectId parent, String message)
      throws IOException {
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(tree);
    if (parent != null) {
      commit.setParentId(parent);
    }
    commit.setAuthor(AUTHOR);
    commit.setCommitter(AUTHOR);
    commit.setMessage(message + "\n\nIn detail.\n");
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      point(Constants.R_HEADS + branch, id);
      return id.name();
    }
  }

  /** Makes an annotated tag; returns the id of the tag object. */
  public String tag(String name, String commit) throws IOException {
    TagBuilder tag = new TagBuilder();
    tag.setTag(name);
    tag.setObjectId(ObjectId.fromString(commit), Constants.OBJ_COMMIT);
    tag.setTagger(AUTHOR);
    tag.setMessage("Release " + name);
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId id = inserter.insert(tag);
      inserter.flush();
      point(Constants.R_TAGS + name, id);
      return id.name();
    }
  }

  /** The text of a file at the tip of a branch. */
  public String read(String branch, String file) throws IOException {
    ObjectId id = repository.resolve(Constants.R_HEADS + branch + ":" + file);
    return new String(repository.open(id).getBytes(), StandardCharsets.UTF_8);
  }

  /** The lines of a file at the tip of a branch; none where there is no such branch or file. */
  public List<String> lines(String branch, String file) throws IOException {
    return repository.resolve(Constants.R_HEADS + branch + ":" + file) == null
        ? List.of()
        : read(branch, file).lines().toList();
  }

  /** The message of a commit. */
  public String message(String commit) throws IOException {
    return repository.parseCommit(ObjectId.fromString(commit)).getFullMessage();
  }

  /** The commit that a branch leads to. */
  public String tip(String branch) throws IOException {
    return repository.resolve(Constants.R_HEADS + branch).name();
  }

  /** How many commits a branch has, each with one parent at the most. */
  public int length(String branch) throws IOException {
    int length = 0;
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit commit = walk.parseCommit(ObjectId.fromString(tip(branch)));
      while (true) {
        length++;
        if (commit.getParentCount() > 1) {
          throw new AssertionError(commit.name() + " is a merge");
        }
        if (commit.getParentCount() == 0) {
          return length;
        }
        commit = walk.parseCommit(commit.getParent(0));
      }
    }
  }

  /** Points a branch to a commit that is already here. */
  public void reset(String branch, String commit) throws IOException {
    point(Constants.R_HEADS + branch, ObjectId.fromString(commit));
  }

  /** Points any ref to a commit, as hosts do for pull requests: {@code refs/pull/1/head}. */
  public void ref(String fullName, String commit) throws IOException {
    point(fullName, ObjectId.fromString(commit));
  }

  /** Deletes a branch. */
  public void deleteBranch(String branch) throws IOException {
    RefUpdate update = repository.updateRef(Constants.R_HEADS + branch);
    update.setForceUpdate(true);
    update.delete();
  }

  /** Writes an object as it is, valid or not. */
  public ObjectId object(int type, byte[] content) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId id = inserter.insert(type, content);
      inserter.flush();
      return id;
    }
  }

  /** Writes a tree of text files; a name may say its mode, as in {@code 120000 link}. */
  public ObjectId tree(Map<String, String> files) throws IOException {
    DirCache index = DirCache.newInCore();
    DirCacheBuilder builder = index.builder();
    for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
      boolean link = file.getKey().startsWith("120000 ");
      DirCacheEntry entry = new DirCacheEntry(link ? file.getKey().substring(7) : file.getKey());
      entry.setFileMode(link ? FileMode.SYMLINK : FileMode.REGULAR_FILE);
      entry.setObjectId(
          object(Constants.OBJ_BLOB, file.getValue().getBytes(StandardCharsets.UTF_8)));
      builder.add(entry);
    }
    builder.finish();
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId tree = index.writeTree(inserter);
      inserter.flush();
      return tree;
    }
  }

  /** Where it is on disk. */
  public Path directory() {
    return repository.getDirectory().toPath();
  }

  @Override
  public void close() {
    repository.close();
  }

  private void point(String ref, ObjectId id) throws IOException {
    RefUpdate update = repository.updateRef(ref);
    update.setNewObjectId(id);
    update.setForceUpdate(true);
    update.update();
  }
}
