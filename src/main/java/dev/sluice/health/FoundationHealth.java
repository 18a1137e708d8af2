package dev.sluice.health;

import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;

/** What other objects stand on: namespaces, definitions of kinds, aggregated APIs. */
final class FoundationHealth {

  private FoundationHealth() {}

  static Health namespace(LiveObject object) {
    return switch (Trees.string(Trees.map(object.content(), "status"), "phase")) {
      case "Active" -> Health.HEALTHY;
      case String phase -> States.progressing(phase.isEmpty() ? "not active yet" : phase);
    };
  }

  static Health definition(LiveObject object) {
    Condition names = Condition.of(object, "NamesAccepted");
    if (names.isFalse()) {
      return States.degraded(names.words());
    }
    Condition established = Condition.of(object, "Established");
    if (established.isTrue()) {
      return Health.HEALTHY;
    }
    if (established.isFalse() && !established.reason().equals("Installing")) {
      return States.degraded(established.words());
    }
    return States.progressing(
        established.exists() ? established.words() : "the API server does not serve it yet");
  }

  static Health apiService(LiveObject object) {
    Condition available = Condition.of(object, "Available");
    if (available.isTrue()) {
      return Health.HEALTHY;
    }
    return States.progressing(available.exists() ? available.words() : "not looked at yet");
  }
}
