package dev.sluice.health;

import dev.sluice.model.Health;

/** Short names for the states that rules give most. */
final class States {

  private States() {}

  static Health progressing(String why) {
    return new Health(Health.State.PROGRESSING, why);
  }

  static Health degraded(String why) {
    return new Health(Health.State.DEGRADED, why);
  }

  static Health suspended(String why) {
    return new Health(Health.State.SUSPENDED, why);
  }
}
