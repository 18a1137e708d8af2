package dev.sluice.loop;

import dev.sluice.model.Revision;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Role;
import dev.sluice.promote.Allowed;
import dev.sluice.promote.RevisionSource;
import dev.sluice.render.Closure;
import dev.sluice.report.Report;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The targets whose last run left nothing open, and the files that run depended on: a commit that
 * changes none of them cannot change what the next run would find, so it need not run. What a
 * commit costs is then up to what it touches. Thread-safe.
 */
public final class Settled {

  private static final Logger LOG = Logger.getLogger(Settled.class);

  private final RevisionSource revisions;
  private final Sources sources;
  private final LastGood lastGood;
  private final Map<TargetId, Ran> last = new ConcurrentHashMap<>();

  /** What a target was when it ran, and what that depended on. */
  private record Ran(
      Target target,
      Closure closure,
      Optional<SourceTree.Entry> file,
      Optional<Role> role,
      Optional<Composition.Mixed> mixed) {}

  /** Compares with the revisions that may run next. */
  public Settled(RevisionSource revisions, Sources sources, LastGood lastGood) {
    this.revisions = revisions;
    this.sources = sources;
    this.lastGood = lastGood;
  }

  /** A target is about to run: until it has, every commit concerns it. */
  void begins(TargetId target) {
    last.remove(target);
  }

  /** A run came to an end. */
  void ran(Target target, Aim aim, Report report) {
    if (report.failures().isEmpty() && report.outcome().waiting().isEmpty()) {
      Composition made = aim.composition();
      last.put(
          target.id(),
          new Ran(target, made.closure(), made.file(), aim.allowed().role(), made.mixed()));
    }
  }

  /** Those whose next revision may make a difference. */
  List<Target> touched(Collection<Target> targets) {
    Map<Revision, SourceTree> trees = new HashMap<>();
    List<Target> touched = new ArrayList<>();
    for (Target target : targets) {
      if (!staysAsItIs(target, trees)) {
        touched.add(target);
      }
    }
    return touched;
  }

  private boolean staysAsItIs(Target target, Map<Revision, SourceTree> trees) {
    Ran ran = last.get(target.id());
    if (ran == null || !ran.target().equals(target)) {
      return false;
    }
    try {
      Allowed allowed = revisions.next(target);
      if (ran.mixed().isPresent() || allowed.beside().isPresent()) {
        // What two releases come to is not said by one tree, but by what the ledger says of them.
        return isSame(ran.mixed(), allowed) && allowed.role().equals(ran.role());
      }
      Revision next = allowed.revision();
      SourceTree tree = trees.get(next);
      if (tree == null) {
        tree = sources.at(next).tree();
        trees.put(next, tree);
      }
      boolean same =
          allowed.role().equals(ran.role())
              && Composition.holdsIn(tree, target, ran.closure(), ran.file());
      if (same) {
        lastGood.ran(target.id(), next.commit());
      }
      return same;
    } catch (Stopped stopped) {
      LOG.debugf("%s: what a commit changes is not known: %s", target.id(), stopped.failure());
      return false; // its run tells what is wrong
    }
  }

  private static boolean isSame(Optional<Composition.Mixed> ran, Allowed next) {
    Optional<String> course = next.beside().map(beside -> beside.course().digest());
    return course.isPresent() && course.equals(ran.map(Composition.Mixed::digest));
  }
}
