package dev.sluice.live;

import dev.sluice.health.RuleBook;
import dev.sluice.kube.Cluster;
import dev.sluice.kube.Observations;
import dev.sluice.model.KindRules;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Observed;
import dev.sluice.model.Stopped;
import java.util.List;
import java.util.Optional;

/**
 * The health rules that applications bring along. They are used on every event from the watches;
 * when they change, the objects that they are about are read once, because their bodies were
 * dropped when they were seen. Thread-safe.
 */
public final class TargetRules {

  private final Reduction reduction;

  /** The rules by which this reduction judges. */
  public TargetRules(Reduction reduction) {
    this.reduction = reduction;
  }

  /**
   * Objects of a target are judged by these rules. Costs no request where the rules are the same,
   * or no object that they are about has been seen yet.
   *
   * @param mark the value of the ownership label on the objects of the target
   * @throws Stopped when an object cannot be read: the rules before stay in force
   */
  public void use(String mark, List<KindRules> rules, Cluster cluster, Observations observations)
      throws Stopped {
    RuleBook before = reduction.rules(mark);
    if (before.isOf(rules)) {
      return;
    }
    RuleBook now = new RuleBook(rules);
    reduction.use(mark, now);
    try {
      for (Observed object : observations.of(mark)) {
        if (isAbout(before, object) || isAbout(now, object)) {
          Optional<LiveObject> live = cluster.get(object.kind(), object.key());
          live.ifPresent(observations::learn);
        }
      }
    } catch (Stopped stopped) {
      reduction.use(mark, before);
      throw stopped;
    }
  }

  private static boolean isAbout(RuleBook rules, Observed object) {
    return rules.knows(object.key().group(), object.key().kind());
  }
}
