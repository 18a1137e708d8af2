package dev.sluice.live;

import dev.sluice.fields.Digests;
import dev.sluice.fields.IgnoredFields;
import dev.sluice.fields.Tolerance;
import dev.sluice.model.IgnoreRule;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.SyncPolicy;
import dev.sluice.render.DesiredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which fields of a target's objects are left to others: those that the application names, {@code
 * replicas} where the render itself brings an autoscaler, and what a delegate in the render says it
 * takes over.
 *
 * @param rules all that is left to others
 * @param foreign what happens to fields that Git never mentioned
 * @param warnings rules that mean nothing, for people
 */
record LeftToOthers(
    List<IgnoreRule> rules, SyncPolicy.ForeignFields foreign, List<String> warnings) {

  static LeftToOthers of(
      List<IgnoreRule> declared,
      Map<ObjectKey, DesiredObject> wanted,
      SyncPolicy.ForeignFields foreign) {
    List<String> warnings = new ArrayList<>();
    for (IgnoreRule rule : declared) {
      if (wanted.keySet().stream().noneMatch(rule::selects)) {
        warnings.add("ignoreDifferences: nothing that Git wants here is a " + rule.selection());
      }
    }
    List<IgnoreRule> rules = new ArrayList<>(declared);
    for (DesiredObject one : wanted.values()) {
      Autoscaling.rule(one.manifest()).ifPresent(rules::add);
      rules.addAll(Delegates.rules(one.manifest()));
    }
    return new LeftToOthers(List.copyOf(rules), foreign, List.copyOf(warnings));
  }

  /** What others may have on an object. */
  Tolerance on(ObjectKey key) {
    return new Tolerance(IgnoredFields.of(rules, key), foreign);
  }

  /** The object with a digest that what is left to others does not move. */
  DesiredObject digested(DesiredObject wanted) {
    IgnoredFields ignored = IgnoredFields.of(rules, wanted.manifest().key());
    return ignored.isEmpty()
        ? wanted
        : new DesiredObject(
            wanted.manifest(), Digests.sha256(ignored.remainder(wanted.manifest().content())));
  }
}
