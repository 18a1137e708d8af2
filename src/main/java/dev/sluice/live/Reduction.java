package dev.sluice.live;

import dev.sluice.fields.Fingerprints;
import dev.sluice.fields.ForeignFields;
import dev.sluice.health.HealthRules;
import dev.sluice.health.RuleBook;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Observed;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is kept of an object once its body is dropped. Thread-safe. */
public final class Reduction {

  private final HealthRules health;
  private final Map<String, RuleBook> ofTargets = new ConcurrentHashMap<>();

  /** A reduction with these rules of health. */
  public Reduction(HealthRules health) {
    this.health = health;
  }

  /** The hashes and the health of an object. */
  public Observed of(LiveObject object) {
    String target = object.label(Labels.TARGET);
    return new Observed(
        object.key(),
        object.kind(),
        target,
        object.uid(),
        object.resourceVersion(),
        Fingerprints.own(object, Labels.FIELD_MANAGER),
        Fingerprints.foreign(object, Labels.FIELD_MANAGER),
        ForeignFields.of(object, Labels.FIELD_MANAGER),
        health.assess(object, ofTargets.getOrDefault(target, RuleBook.EMPTY)),
        object.terminating());
  }

  /**
   * From now on, objects of a target are judged by these rules first.
   *
   * @return the rules that held before
   */
  public RuleBook use(String targetName, RuleBook rules) {
    RuleBook before = ofTargets.put(targetName, rules);
    return before == null ? RuleBook.EMPTY : before;
  }
}
