package dev.sluice.system;

import static dev.sluice.system.Platforms.ALL;
import static dev.sluice.system.Platforms.WORLD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The standby of the worked example shows that it could take over. */
class WorkedExampleDrillSystemTest {

  @BeforeAll
  static void theFirstCommitTravels() throws Exception {
    Platforms.theFirstCommitTravels();
  }

  @Test
  void theStandbyServesForADrillAndStandsByAgain() throws Exception {
    for (Platform platform : ALL) {
      WORLD.await(
          platform.name() + " rests in dr",
          () -> platform.ledger("dr").getFirst().path("kind").asText().equals("Verified"));
    }
    List<JsonNode> productionBefore = Platform.entries(WORLD, "prod", "_environment");

    WORLD.sluice("admin", 0, "dr", "drill", "dr", "--reason", "as every month");
    WORLD.await("as many gateways as in production", () -> gateways() == 3);
    WORLD.await(
        "the drill has ended",
        () -> {
          List<JsonNode> entries = Platform.entries(WORLD, "dr", "_environment");
          return entries.getFirst().path("details").path("step").asText().equals("end");
        });

    JsonNode result = Platform.entries(WORLD, "dr", "_environment").getFirst();
    assertThat(result.path("reason").asText())
        .contains("dr could take over: recovered in ", "role ", "health ", "smoke ");
    WORLD.await("one stands by", () -> gateways() == 1);
    assertThat(Platform.entries(WORLD, "prod", "_environment"))
        .as("production is left alone")
        .isEqualTo(productionBefore);
  }

  private static int gateways() {
    return WORLD
        .admin()
        .apps()
        .deployments()
        .inNamespace("liftos-dr")
        .withName("gateway")
        .get()
        .getSpec()
        .getReplicas();
  }
}
