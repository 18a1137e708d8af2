package dev.sluice.git;

import dev.sluice.model.Stopped;
import dev.sluice.promote.ledger.LedgerStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * The files of a ledger on a branch of the config repository. Every write is one commit on top of
 * the one that was read; who pushes second loses. What a commit holds comes from what is written
 * alone, so the same write makes the same commit again.
 */
final class LedgerBranch implements LedgerStore {

  /** No address of a machine or a person: the entries say who decided. */
  private static final String NAME = "Sluice";

  private static final String MAIL = "sluice@localhost";

  private final String branch;
  private final BareCache cache;
  private final LocalRefs refs;
  private final Known known;
  private final Pushes pushes;
  private @Nullable Read last;

  /** What was read last, and where its files are stored: most files stay as they were. */
  private record Read(Files files, Map<String, ObjectId> blobs) {}

  /** Whether the host was asked for a branch that is not here. */
  @FunctionalInterface
  interface Known {

    /**
     * Returns when it is known that the host has no such branch.
     *
     * @throws Stopped when that is not known
     */
    void absent(String branch) throws Stopped;
  }

  LedgerBranch(String branch, BareCache cache, LocalRefs refs, Known known, Pushes pushes) {
    this.branch = branch;
    this.cache = cache;
    this.refs = refs;
    this.known = known;
    this.pushes = pushes;
  }

  @Override
  public synchronized Files read() throws Stopped {
    Optional<ObjectId> tip = refs.id(Constants.R_HEADS + branch);
    if (tip.isEmpty()) {
      known.absent(branch);
      return new Files("", Optional.of(""), Map.of());
    }
    return files(tip.get());
  }

  @Override
  public Written write(Files base, Map<String, String> changed, String message, Instant at)
      throws Stopped {
    ObjectId commit = commit(base, changed, message, at);
    ObjectId parent = base.tip().isEmpty() ? ObjectId.zeroId() : ObjectId.fromString(base.tip());
    return pushes.push(branch, parent, commit)
        ? new Written.Accepted(files(commit))
        : new Written.Lost(read());
  }

  @Override
  public Written begin(Files base, String file, String text, String message, Instant at)
      throws Stopped {
    return write(base, Map.of(file, text), message, at);
  }

  private synchronized Files files(ObjectId commit) throws Stopped {
    Read before = last;
    if (before != null && before.files().tip().equals(commit.name())) {
      return before.files();
    }
    cache.refuseBroken();
    Map<ObjectId, String> texts = before == null ? Map.of() : texts(before);
    Map<String, String> found = new TreeMap<>();
    Map<String, ObjectId> blobs = new HashMap<>();
    Repository repository = cache.repository();
    try (RevWalk walk = new RevWalk(repository);
        TreeWalk tree = new TreeWalk(repository)) {
      RevCommit read = walk.parseCommit(commit);
      tree.addTree(read.getTree());
      while (tree.next()) {
        if (tree.getFileMode(0) == FileMode.REGULAR_FILE) {
          ObjectId id = tree.getObjectId(0);
          String text = texts.get(id);
          found.put(tree.getNameString(), text == null ? text(tree, id) : text);
          blobs.put(tree.getNameString(), id);
        }
      }
      String parent = read.getParentCount() == 0 ? "" : read.getParent(0).name();
      Files files = new Files(commit.name(), Optional.of(parent), found);
      last = new Read(files, blobs);
      return files;
    } catch (IOException | RuntimeException e) {
      throw cache.broken(e);
    }
  }

  private static Map<ObjectId, String> texts(Read read) {
    Map<ObjectId, String> texts = new HashMap<>();
    read.blobs().forEach((name, id) -> texts.put(id, read.files().texts().getOrDefault(name, "")));
    return texts;
  }

  private static String text(TreeWalk tree, ObjectId id) throws IOException {
    byte[] bytes = tree.getObjectReader().open(id, Constants.OBJ_BLOB).getBytes();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private synchronized ObjectId commit(
      Files base, Map<String, String> changed, String message, Instant at) throws Stopped {
    TreeMap<String, String> all = new TreeMap<>(base.texts());
    all.putAll(changed);
    Read read = last;
    Map<String, ObjectId> stored =
        read != null && read.files().tip().equals(base.tip()) ? read.blobs() : Map.of();
    try (ObjectInserter inserter = cache.repository().newObjectInserter()) {
      TreeFormatter tree = new TreeFormatter();
      for (Map.Entry<String, String> file : all.entrySet()) {
        @Nullable ObjectId known =
            changed.containsKey(file.getKey()) ? null : stored.get(file.getKey());
        ObjectId blob = known == null ? insert(inserter, file.getValue()) : known;
        tree.append(file.getKey(), FileMode.REGULAR_FILE, blob);
      }
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(inserter.insert(tree));
      if (!base.tip().isEmpty()) {
        commit.setParentId(ObjectId.fromString(base.tip()));
      }
      PersonIdent ident = new PersonIdent(NAME, MAIL, at, ZoneOffset.UTC);
      commit.setAuthor(ident);
      commit.setCommitter(ident);
      commit.setMessage(message);
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id;
    } catch (IOException e) {
      throw cache.unavailable(e);
    }
  }

  private static ObjectId insert(ObjectInserter inserter, String text) throws IOException {
    return inserter.insert(Constants.OBJ_BLOB, text.getBytes(StandardCharsets.UTF_8));
  }
}
