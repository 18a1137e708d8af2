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
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

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
  // By object id: most files of a ledger are as they were.
  private final Map<ObjectId, String> texts = new HashMap<>();

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
      return Files.NONE;
    }
    return files(tip.get());
  }

  @Override
  public synchronized Written write(
      Files base, Map<String, String> changed, String message, Instant at) throws Stopped {
    ObjectId commit = commit(base, changed, message, at);
    ObjectId parent = base.tip().isEmpty() ? ObjectId.zeroId() : ObjectId.fromString(base.tip());
    return pushes.push(branch, parent, commit)
        ? new Written.Accepted(files(commit))
        : new Written.Lost(read());
  }

  private Files files(ObjectId commit) throws Stopped {
    cache.refuseBroken();
    Map<String, String> found = new TreeMap<>();
    Map<ObjectId, String> read = new HashMap<>();
    Repository repository = cache.repository();
    try (RevWalk walk = new RevWalk(repository);
        TreeWalk tree = new TreeWalk(repository)) {
      tree.addTree(walk.parseCommit(commit).getTree());
      while (tree.next()) {
        if (tree.getFileMode(0) == FileMode.REGULAR_FILE) {
          ObjectId id = tree.getObjectId(0);
          String text = texts.get(id);
          if (text == null) {
            text =
                new String(
                    tree.getObjectReader().open(id, Constants.OBJ_BLOB).getBytes(),
                    StandardCharsets.UTF_8);
          }
          read.put(id, text);
          found.put(tree.getNameString(), text);
        }
      }
    } catch (IOException | RuntimeException e) {
      throw cache.broken(e);
    }
    texts.clear();
    texts.putAll(read);
    return new Files(commit.name(), found);
  }

  private ObjectId commit(Files base, Map<String, String> changed, String message, Instant at)
      throws Stopped {
    TreeMap<String, String> all = new TreeMap<>(base.texts());
    all.putAll(changed);
    try (ObjectInserter inserter = cache.repository().newObjectInserter()) {
      TreeFormatter tree = new TreeFormatter();
      for (Map.Entry<String, String> file : all.entrySet()) {
        ObjectId blob =
            inserter.insert(Constants.OBJ_BLOB, file.getValue().getBytes(StandardCharsets.UTF_8));
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
}
