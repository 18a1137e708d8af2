package dev.sluice.loop;

import dev.sluice.model.CommitInfo;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names the commit that last changed each object of a target, as {@code git blame} does for lines:
 * an object that a parent renders the same is the parent's, one that no parent renders the same was
 * changed here. Renders as far back as it has to, within a bound.
 */
public final class Authors {

  /** How many commits are rendered at most; what is older stays without a name. */
  private static final int COMMITS = 60;

  private final Composer composer;
  private final History history;
  private final Sources sources;

  /** Asks these. */
  public Authors(Composer composer, History history, Sources sources) {
    this.composer = composer;
    this.history = history;
    this.sources = sources;
  }

  /**
   * The commits behind objects.
   *
   * @param newest the revision at which the objects are as they are, or are gone
   * @param keys the objects in question, in their final namespaces
   * @throws Stopped when the history cannot be read
   */
  public Map<ObjectKey, CommitInfo> of(Target target, Revision newest, Set<ObjectKey> keys)
      throws Stopped {
    Search search = new Search(target);
    Map<ObjectKey, CommitInfo> found = new HashMap<>();
    Map<Revision, Set<ObjectKey>> open = new LinkedHashMap<>();
    open.put(newest, keys);
    for (int i = 0; i < COMMITS && !open.isEmpty(); i++) {
      Map.Entry<Revision, Set<ObjectKey>> next = open.entrySet().iterator().next();
      Revision commit = next.getKey();
      open.remove(commit);
      Set<ObjectKey> here = search.passOn(commit, next.getValue(), open);
      if (!here.isEmpty()) {
        CommitInfo info = history.describe(commit);
        here.forEach(key -> found.put(key, info));
      }
    }
    return found;
  }

  private final class Search {

    private final Target target;
    private final Map<Revision, Map<ObjectKey, String>> digests = new HashMap<>();

    private Search(Target target) {
      this.target = target;
    }

    /** Gives each object to a parent that has the same; what is left was changed here. */
    private Set<ObjectKey> passOn(
        Revision commit, Set<ObjectKey> keys, Map<Revision, Set<ObjectKey>> open) throws Stopped {
      Set<ObjectKey> left = new HashSet<>(keys);
      List<Revision> parents = history.parents(commit);
      for (Revision parent : parents) {
        Set<ObjectKey> same = new HashSet<>(left);
        same.removeIf(key -> !digest(commit, key).equals(digest(parent, key)));
        if (!same.isEmpty()) {
          open.computeIfAbsent(parent, at -> new HashSet<>()).addAll(same);
          left.removeAll(same);
        }
      }
      if (parents.isEmpty()) {
        left.removeIf(key -> digest(commit, key).isEmpty()); // it was never there at all
      }
      return left;
    }

    private String digest(Revision commit, ObjectKey key) {
      Map<ObjectKey, String> all = digests.computeIfAbsent(commit, this::render);
      return all.getOrDefault(key, "");
    }

    private Map<ObjectKey, String> render(Revision commit) {
      Map<ObjectKey, String> all = new HashMap<>();
      try {
        composer
            .compose(target, sources.at(commit))
            .desired()
            .objects()
            .forEach(object -> {
              ObjectKey key = object.manifest().key();
              all.put(key, object.digest());
              // Whether a kind has namespaces is not known here: found under either name.
              if (key.namespace().isEmpty()) {
                all.put(
                    new ObjectKey(key.group(), key.kind(), target.effectiveNamespace(), key.name()),
                    object.digest());
              }
            });
      } catch (Stopped broken) {
        // A commit that does not render had none of the objects: whoever mended it made them.
        all.clear();
      }
      return all;
    }
  }
}
