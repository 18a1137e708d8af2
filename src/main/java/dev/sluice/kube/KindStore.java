package dev.sluice.kube;

import dev.sluice.model.ObjectKey;
import dev.sluice.model.Observed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of the objects of one kind: from lists, from events, and from answers to our own
 * writes, which may come in any order. Resource versions of one kind are compared as numbers, which
 * Kubernetes guarantees since 1.35 and etcd always gave. Pure, and thread-safe.
 */
final class KindStore {

  /** One object appeared, changed, or is gone. */
  record Change(Observed last, Optional<Observed> now) {}

  private final Map<ObjectKey, Observed> objects = new HashMap<>();

  // Every run of every target asks for its own: that must not cost a look at all the others'.
  private final Map<String, Set<ObjectKey>> byTarget = new HashMap<>();

  // Everything up to this version has been seen: from the last list, event or bookmark.
  private long seen;

  /** Takes a complete list in place of all that was known before it. */
  synchronized List<Change> replace(List<Observed> listed, long listVersion) {
    if (listVersion < seen) {
      return restored(listed, listVersion);
    }
    List<Change> changes = new ArrayList<>();
    Map<ObjectKey, Observed> gone = new HashMap<>(objects);
    for (Observed object : listed) {
      gone.remove(object.key());
      keep(object).ifPresent(changes::add);
    }
    for (Observed object : gone.values()) {
      // What we wrote after the list was made is not in it.
      if (version(object) <= listVersion) {
        drop(object.key());
        changes.add(new Change(object, Optional.empty()));
      }
    }
    seen = listVersion;
    return changes;
  }

  // Lists are consistent reads: an older one than what was seen is that of a cluster which was
  // restored from a backup. Its versions start over, so nothing that was known is newer.
  private List<Change> restored(List<Observed> listed, long listVersion) {
    Map<ObjectKey, Observed> gone = new HashMap<>(objects);
    objects.clear();
    byTarget.clear();
    seen = listVersion;
    List<Change> changes = new ArrayList<>();
    for (Observed object : listed) {
      gone.remove(object.key());
      hold(object);
      changes.add(new Change(object, Optional.of(object)));
    }
    gone.values().forEach(object -> changes.add(new Change(object, Optional.empty())));
    return changes;
  }

  /** An event says how an object is now. */
  synchronized Optional<Change> put(Observed object) {
    seen = Math.max(seen, version(object));
    return keep(object);
  }

  /** An event says that an object is gone, or has lost its label. */
  synchronized Optional<Change> remove(Observed last) {
    seen = Math.max(seen, version(last));
    Observed known = objects.get(last.key());
    if (known == null || version(known) > version(last)) {
      return Optional.empty(); // created anew since
    }
    drop(last.key());
    return Optional.of(new Change(known, Optional.empty()));
  }

  /** Nothing else happened up to this version. */
  synchronized void passed(long version) {
    seen = Math.max(seen, version);
  }

  /**
   * The answer to our own write. Once the events have passed it, they know better: it may have been
   * deleted since. What is known in the very same version is judged anew by it.
   */
  synchronized void learn(Observed answer) {
    Observed known = objects.get(answer.key());
    boolean same =
        known != null
            && known.uid().equals(answer.uid())
            && known.resourceVersion().equals(answer.resourceVersion());
    if (same || version(answer) > seen) {
      var unused = keep(answer);
    }
  }

  synchronized Optional<Observed> find(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  synchronized List<Observed> of(String targetName) {
    List<Observed> found = new ArrayList<>();
    for (ObjectKey key : byTarget.getOrDefault(targetName, Set.of())) {
      Observed object = objects.get(key);
      if (object != null) {
        found.add(object);
      }
    }
    return List.copyOf(found);
  }

  /** A resource version as a number; 0 when there is none. */
  static long version(Observed object) {
    return version(object.resourceVersion());
  }

  /** A resource version as a number; 0 when it is not one. */
  static long version(String resourceVersion) {
    try {
      return resourceVersion.isEmpty() ? 0 : Long.parseLong(resourceVersion);
    } catch (NumberFormatException e) {
      return 0; // an aggregated API with versions of its own making: order of arrival decides
    }
  }

  private void hold(Observed object) {
    Observed before = objects.put(object.key(), object);
    if (before == null || !before.target().equals(object.target())) {
      if (before != null) {
        forget(before);
      }
      byTarget.computeIfAbsent(object.target(), absent -> new HashSet<>()).add(object.key());
    }
  }

  private void drop(ObjectKey key) {
    Observed before = objects.remove(key);
    if (before != null) {
      forget(before);
    }
  }

  private void forget(Observed object) {
    Set<ObjectKey> keys = byTarget.get(object.target());
    if (keys != null && keys.remove(object.key()) && keys.isEmpty()) {
      byTarget.remove(object.target());
    }
  }

  private Optional<Change> keep(Observed object) {
    Observed known = objects.get(object.key());
    if (known != null && version(known) > version(object)) {
      return Optional.empty();
    }
    hold(object);
    return known != null && sameBut(known, object)
        ? Optional.empty()
        : Optional.of(new Change(object, Optional.of(object)));
  }

  // A status update that changes no health moves the version only: nobody has to wake up for it.
  private static boolean sameBut(Observed before, Observed after) {
    return before.uid().equals(after.uid())
        && before.target().equals(after.target())
        && before.fingerprint().equals(after.fingerprint())
        && before.foreignHash().equals(after.foreignHash())
        && before.health().equals(after.health())
        && before.terminating() == after.terminating();
  }
}
