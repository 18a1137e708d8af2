package dev.sluice.plan;

import dev.sluice.diff.Change;
import dev.sluice.model.Labels;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Trees;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What runs in slots: the ledger lets a slot go, and no accident in Git does.
 *
 * @param wanted names without their slot of all that Git wants, where two releases run in slots
 */
record Slotted(Set<ObjectKey> wanted) {

  static Slotted of(Collection<Change> changes) {
    Set<ObjectKey> wanted = new HashSet<>();
    for (Change change : changes) {
      change
          .subject()
          .desired()
          .ifPresent(
              desired -> wanted.add(base(change.subject().key(), desired.manifest().content())));
    }
    return new Slotted(wanted);
  }

  /** Whether another slot holds the same object under the name of its own. */
  boolean standsElsewhere(ObjectKey key, Map<String, Object> live) {
    return wanted.contains(base(key, live));
  }

  private static ObjectKey base(ObjectKey key, Map<String, Object> content) {
    Map<String, Object> labels = Trees.map(Trees.map(content, "metadata"), "labels");
    String slot = Trees.string(labels, Labels.SLOT);
    String end = "-" + slot;
    return slot.isEmpty() || !key.name().endsWith(end)
        ? key
        : new ObjectKey(
            key.group(),
            key.kind(),
            key.namespace(),
            key.name().substring(0, key.name().length() - end.length()));
  }
}
