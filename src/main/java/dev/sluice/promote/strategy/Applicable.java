package dev.sluice.promote.strategy;

import dev.sluice.model.Manifest;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Strategy;
import dev.sluice.render.DesiredObject;
import java.util.List;

/**
 * Whether a release could come by a strategy. It is asked before the release is offered: what fails
 * only after it was recorded has to be taken back.
 */
public final class Applicable {

  private Applicable() {}

  /**
   * Tries the strategy with the release alone, in place of the one before as well.
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
        List<Manifest> objects = manifests(release);
        var unused = CanaryObjects.of(canary, objects, objects, 0);
      }
    }
  }

  /**
   * Tries it beside the release that runs. In slots two releases share nothing that could stand
   * against them; of a canary's copies the running release decides the routes and the labels.
   *
   * @param running its rendered objects
   * @param coming those of the release that comes beside it
   * @throws Stopped when they cannot run side by side; the message says why
   */
  public static void requireBeside(
      Strategy strategy, List<DesiredObject> running, List<DesiredObject> coming) throws Stopped {
    switch (strategy) {
      case Strategy.Rolling ignored -> {}
      case Strategy.BlueGreen ignored -> {}
      case Strategy.Canary canary -> {
        var unused = CanaryObjects.of(canary, manifests(running), manifests(coming), 0);
      }
    }
  }

  private static List<Manifest> manifests(List<DesiredObject> objects) {
    return objects.stream().map(DesiredObject::manifest).toList();
  }
}
