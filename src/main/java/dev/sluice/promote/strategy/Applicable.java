package dev.sluice.promote.strategy;

import dev.sluice.model.Manifest;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Strategy;
import dev.sluice.render.DesiredObject;
import java.util.List;

/**
 * Whether a release could ever come by a strategy. It is asked before the release is offered: what
 * fails only after it was recorded has to be taken back.
 */
public final class Applicable {

  private Applicable() {}

  /**
   * Tries the strategy with the release alone, in place of the one before as well. What that one
   * has otherwise is known only when both are there.
   *
   * @param release its rendered objects
   * @throws Stopped when the strategy cannot be applied; the message says what is missing
   */
  public static void require(Strategy strategy, List<DesiredObject> release) throws Stopped {
    switch (strategy) {
      case Strategy.Rolling ignored -> {}
      case Strategy.BlueGreen blueGreen ->
          BlueGreenObjects.requireSwitchable(blueGreen.services(), release);
      case Strategy.Canary canary -> {
        List<Manifest> objects = release.stream().map(DesiredObject::manifest).toList();
        var unused = CanaryObjects.of(canary, objects, objects, 0);
      }
    }
  }
}
