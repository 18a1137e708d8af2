package dev.sluice.system;

import static dev.sluice.system.Platforms.LIFTOS;
import static dev.sluice.system.Platforms.OPENPOLICY;
import static dev.sluice.system.Platforms.WORLD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.model.Labels;
import dev.sluice.model.promotion.Entry.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Releases of the worked example that come in phases, as their manuals ask: a canary of Lift OS in
 * staging, slots of Lift OS and OpenPolicy in production.
 */
class WorkedExampleStrategiesSystemTest {

  private static final List<String> LIFTOS_SERVICES =
      List.of("gateway-service", "auth-service", "memory-service", "registry-service");
  private static final List<String> LIFTOS_WORKLOADS =
      List.of("auth", "gateway", "memory", "registry");

  @BeforeAll
  static void theFirstCommitTravels() throws Exception {
    Platforms.theFirstCommitTravels();
  }

  @Test
  void aReleaseComesByACanaryAndASwitchAndTheFormerOneRetires() throws Exception {
    String formerPolicy = slot(OPENPOLICY, "openpolicy-lb");
    String formerLift = slot(LIFTOS, "gateway-service");
    WORLD
        .edit(
            "overlays/liftos/base/settings.env",
            "MAX_CONNECTIONS=1000",
            "MAX_CONNECTIONS=" + WORLD.next())
        .edit(
            "overlays/openpolicy/base/settings.env",
            "LOG_LEVEL=info",
            "LOG_LEVEL=info\nRUN=" + WORLD.next());
    String commit = WORLD.commit();

    LIFTOS.awaitEntry("staging", Kind.VERIFIED, commit);
    assertThat(phases(LIFTOS, "staging", commit))
        .extracting(phase -> detail(phase, "phase") + " " + detail(phase, "weight"))
        .containsExactly("weight 20", "weight 40", "weight 60", "weight 80", "whole ");
    assertThat(phases(LIFTOS, "staging", commit).skip(1))
        .as("no step is left before the canary was asked")
        .allSatisfy(phase -> assertThat(Platform.passed(phase)).containsExactly("canary-health"));

    LIFTOS.approve("prod", commit, "grace", "joan");
    LIFTOS.awaitEntry("prod", Kind.VERIFIED, commit);
    String lift = other(formerLift);
    assertThat(LIFTOS_SERVICES)
        .as("all of them at once")
        .allSatisfy(service -> assertThat(slot(LIFTOS, service)).isEqualTo(lift));
    WORLD.await(
        "the former slot of Lift OS retires",
        () ->
            workloads(LIFTOS)
                .equals(LIFTOS_WORKLOADS.stream().map(name -> name + "-" + lift).toList()));
    assertThat(phases(LIFTOS, "prod", commit).map(phase -> detail(phase, "phase")))
        .as("the retirement is about the release that goes")
        .containsExactly("switch");
    assertThat(Platform.passed(phases(LIFTOS, "prod", commit).findFirst().orElseThrow()))
        .containsExactly("preview-health");

    WORLD.takeDown("green.openpolicy.ca");
    OPENPOLICY.approve("prod", commit, "grace", "joan");
    OPENPOLICY.awaitMessage("prod", commit, "Verifying", "answers 503");
    String policy = other(formerPolicy);
    assertThat(workloads(OPENPOLICY)).contains("api-gateway-" + policy);
    assertThat(slot(OPENPOLICY, "openpolicy-lb")).as("not tried yet").isEqualTo(formerPolicy);
    assertThat(slot(OPENPOLICY, "openpolicy-lb-preview")).isEqualTo(policy);
    WORLD.bringUp("green.openpolicy.ca");
    OPENPOLICY.awaitEntry("prod", Kind.VERIFIED, commit);
    assertThat(slot(OPENPOLICY, "openpolicy-lb")).isEqualTo(policy);
    assertThat(slot(OPENPOLICY, "api-gateway")).isEqualTo(policy);
    assertThat(workloads(OPENPOLICY))
        .as("the former one stays for a day")
        .containsExactly("api-gateway-blue", "api-gateway-green");

    for (Platform platform : List.of(LIFTOS, OPENPOLICY)) {
      platform.awaitEntry("dr", Kind.VERIFIED, commit);
    }
  }

  @Test
  void whatFailsAfterTheSwitchIsTakenBackByASwitch() throws Exception {
    String former = slot(LIFTOS, "gateway-service");
    String before =
        LIFTOS.ledger("prod").stream()
            .filter(entry -> entry.path("kind").asText().equals(Kind.VERIFIED.word()))
            .findFirst()
            .orElseThrow()
            .path("commit")
            .asText();
    WORLD.edit(
        "overlays/liftos/base/settings.env",
        "KEEPALIVE_TIMEOUT=65",
        "KEEPALIVE_TIMEOUT=" + WORLD.next());
    String bad = WORLD.commit();
    WORLD.takeDown("api.liftos.com");
    LIFTOS.approve("prod", bad, "grace", "joan");

    LIFTOS.awaitMessage("prod", bad, "Verifying", "answers 503");
    assertThat(slot(LIFTOS, "gateway-service")).isEqualTo(other(former));
    LIFTOS.awaitEntry("prod", Kind.FAILED, bad);
    WORLD.bringUp("api.liftos.com");
    WORLD.await("the traffic is back", () -> slot(LIFTOS, "gateway-service").equals(former));
    WORLD.await(
        "what failed is gone",
        () ->
            workloads(LIFTOS)
                .equals(LIFTOS_WORKLOADS.stream().map(name -> name + "-" + former).toList()));
    JsonNode rollback = LIFTOS.entry("prod", Kind.ROLLBACK, before);
    assertThat(detail(rollback, "phase")).as("at once, without a trial").isEqualTo("switch");
    assertThat(LIFTOS.has("dr", Kind.PROMOTE, bad)).isFalse();
    assertThat(LIFTOS.promotions("dr", bad)).isEmpty();
  }

  /** The phases of the release of a commit, the first one first. */
  private static Stream<JsonNode> phases(Platform platform, String environment, String commit)
      throws Exception {
    return platform.ledger(environment).reversed().stream()
        .filter(entry -> entry.path("kind").asText().equals(Kind.PHASE.word()))
        .filter(entry -> entry.path("commit").asText().equals(commit));
  }

  private static String detail(JsonNode entry, String name) {
    return entry.path("details").path(name).asText();
  }

  private static String slot(Platform platform, String service) {
    return WORLD
        .admin()
        .services()
        .inNamespace(platform.name() + "-prod")
        .withName(service)
        .get()
        .getSpec()
        .getSelector()
        .getOrDefault(Labels.SLOT, "");
  }

  private static String other(String slot) {
    assertThat(slot).isIn("blue", "green");
    return slot.equals("blue") ? "green" : "blue";
  }

  private static List<String> workloads(Platform platform) {
    return WORLD
        .admin()
        .apps()
        .deployments()
        .inNamespace(platform.name() + "-prod")
        .list()
        .getItems()
        .stream()
        .filter(one -> !one.isMarkedForDeletion())
        .map(one -> one.getMetadata().getName())
        .sorted()
        .toList();
  }
}
