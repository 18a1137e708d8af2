package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Health;
import dev.sluice.model.Installation;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Observed;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventRouterTest {

  private static final Installation SELF = new Installation("a1b2c3d4");
  private static final TargetId SHOP = new TargetId("config", "shop", "dev");
  private static final ObjectKey WEB = new ObjectKey("apps", "Deployment", "shop", "web");

  private final Targets targets = new Targets();
  private final List<TargetId> ran = new ArrayList<>();
  private final EventRouter router = new EventRouter(targets, SELF, ran::add);

  @BeforeEach
  void shopIsATarget() {
    targets.replace(
        "config",
        List.of(new Target(SHOP, "overlays/shop/dev", "shop", "", "main", SyncPolicy.DEFAULT)));
  }

  @Test
  void theLossOfAnObjectThatNoEventEverToldOfRunsItsTarget() {
    router.changed(SELF.mark(SHOP), WEB, Optional.empty());

    assertThat(ran).containsExactly(SHOP);
  }

  // In between our own apply healed it; its answer is learned and passes no router.
  @Test
  void theSameEditASecondTimeRunsItsTargetAgain() {
    router.changed(SELF.mark(SHOP), WEB, Optional.of(scaled("7")));
    router.changed(SELF.mark(SHOP), WEB, Optional.of(scaled("9")));

    assertThat(ran).containsExactly(SHOP, SHOP);
  }

  @Test
  void anObjectOfNobodyRunsNothing() {
    router.changed("somebody-else-0000000000", WEB, Optional.empty());

    assertThat(ran).isEmpty();
  }

  @Test
  void anObjectOfAnotherInstallationsTargetOfTheSameNameRunsNothing() {
    router.changed(new Installation("z9y8x7w6").mark(SHOP), WEB, Optional.empty());

    assertThat(ran).isEmpty();
  }

  private static Observed scaled(String version) {
    return new Observed(
        WEB,
        new ApiKind("apps", "v1", "Deployment"),
        SELF.mark(SHOP),
        "uid",
        version,
        "scaled",
        "",
        List.of(),
        Health.HEALTHY,
        false);
  }
}
