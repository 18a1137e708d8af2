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
        health.assess(object, rules(target)),
        object.terminating());
  }

  /** The rules by which the objects that carry a mark are judged first. */
  RuleBook rules(String mark) {
    return ofTargets.getOrDefault(mark, RuleBook.EMPTY);
  }

  /** From now on, the objects that carry a mark are judged by these rules first. */
  void use(String mark, RuleBook rules) {
    ofTargets.put(mark, rules);
  }
}
