package dev.sluice.live;

import dev.sluice.model.IgnoreRule;
import dev.sluice.model.Manifest;
import dev.sluice.render.DesiredObject;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What the controllers of other tools write to objects that Git brings: a Rollout of Argo Rollouts
 * or a Canary of Flagger names them in its own spec, and they are left to it from the moment it is
 * in the render. Everything else on them stays ours.
 */
public final class Delegates {

  private Delegates() {}

  /**
   * How long it can take until the delegates of a render notice that something is new: until then
   * they say of the former revision that all is well.
   */
  public static Duration noticing(Collection<DesiredObject> objects) {
    return objects.stream()
        .map(DesiredObject::manifest)
        .filter(Delegates::isFlagger)
        .map(FlaggerCanary::noticing)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private static boolean isFlagger(Manifest manifest) {
    return manifest.kind().group().equals("flagger.app") && manifest.kind().kind().equals("Canary");
  }

  /** What an object of a render takes over; empty for all that delegates nothing. */
  static List<IgnoreRule> rules(Manifest manifest) {
    return switch (manifest.kind().group() + "/" + manifest.kind().kind()) {
      case "argoproj.io/Rollout" -> ArgoRollout.rules(manifest);
      case "flagger.app/Canary" -> FlaggerCanary.rules(manifest);
      default -> List.of();
    };
  }
}
