package dev.sluice.health;

import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;

/** How objects of one kind fare. */
@FunctionalInterface
interface HealthRule {

  /** Nothing to wait for: the object is data. */
  HealthRule AT_ONCE = object -> Health.HEALTHY;

  /** The health of one object that is not being deleted. */
  Health assess(LiveObject object);

  /** This rule, once the controller has seen the newest generation of the object. */
  default HealthRule onceObserved() {
    return object -> Generation.behind(object).orElseGet(() -> assess(object));
  }
}
