package dev.sluice.live;

import dev.sluice.model.IgnoreRule;
import dev.sluice.model.Manifest;
import java.util.List;

/**
 * What the controllers of other tools write to objects that Git brings: a Rollout of Argo Rollouts
 * or a Canary of Flagger names them in its own spec, and they are left to it from the moment it is
 * in the render. Everything else on them stays ours.
 */
final class Delegates {

  private Delegates() {}

  /** What an object of a render takes over; empty for all that delegates nothing. */
  static List<IgnoreRule> rules(Manifest manifest) {
    return switch (manifest.kind().group() + "/" + manifest.kind().kind()) {
      case "argoproj.io/Rollout" -> ArgoRollout.rules(manifest);
      case "flagger.app/Canary" -> FlaggerCanary.rules(manifest);
      default -> List.of();
    };
  }
}
