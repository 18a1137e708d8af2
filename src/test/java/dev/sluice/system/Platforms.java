package dev.sluice.system;

import dev.sluice.model.promotion.Entry.Kind;
import java.util.List;

/** The platforms of the worked example, and their first commit. */
final class Platforms {

  static final ExampleWorld WORLD = ExampleWorld.shared();
  static final Platform TRACSEQ = new Platform(WORLD, "tracseq");
  static final Platform NETRA = new Platform(WORLD, "netra");
  static final Platform LIFTOS = new Platform(WORLD, "liftos");
  static final Platform OPS_TOWER = new Platform(WORLD, "ops-tower");
  static final Platform OPENPOLICY = new Platform(WORLD, "openpolicy");
  static final List<Platform> ALL = List.of(TRACSEQ, NETRA, LIFTOS, OPS_TOWER, OPENPOLICY);

  private Platforms() {}

  /** People take the first commit as far as it can come; does nothing where they did. */
  static void theFirstCommitTravels() throws Exception {
    if (TRACSEQ.has("dr", Kind.VERIFIED, WORLD.first())) {
      return;
    }
    // Ada wrote the commit.
    OPS_TOWER.approve("staging", WORLD.first(), "ada");
    OPS_TOWER.awaitMessage("staging", WORLD.first(), "Gating", "ada does not count");
    OPS_TOWER.approve("staging", WORLD.first(), "grace");
    TRACSEQ.awaitMessage("prod", WORLD.first(), "Gating", "approval");
    WORLD.sluice("joan", 0, "approve", "tracseq", "prod");
    TRACSEQ.approve("prod", WORLD.first(), "grace");
    for (Platform platform : List.of(NETRA, LIFTOS, OPS_TOWER, OPENPOLICY)) {
      platform.approve("prod", WORLD.first(), "grace", "joan");
    }
    for (Platform platform : ALL) {
      platform.awaitEntry("dr", Kind.VERIFIED, WORLD.first());
    }
  }
}
