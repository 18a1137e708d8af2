package dev.sluice.system;

import static dev.sluice.system.Platforms.ALL;
import static dev.sluice.system.Platforms.LIFTOS;
import static dev.sluice.system.Platforms.NETRA;
import static dev.sluice.system.Platforms.OPENPOLICY;
import static dev.sluice.system.Platforms.OPS_TOWER;
import static dev.sluice.system.Platforms.TRACSEQ;
import static dev.sluice.system.Platforms.WORLD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.model.promotion.Entry.Kind;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The five platforms and their manuals: taken from a commit through dev, staging, prod and dr, and
 * stopped where a manual would stop them. In this order, because a release that is held in
 * production would be in the way of a hotfix.
 */
@TestMethodOrder(OrderAnnotation.class)
class WorkedExampleSystemTest {

  private static final String ADMIN = "admin";

  @BeforeAll
  static void theFirstCommitTravels() throws Exception {
    Platforms.theFirstCommitTravels();
  }

  @Test
  @Order(1)
  void everyPlatformCameThroughTheGatesOfItsManual() throws Exception {
    for (Platform platform : ALL) {
      JsonNode release = entry(platform, "prod", Kind.PROMOTE);
      assertThat(texts(release.path("approvals"), "by"))
          .as(platform.name())
          .containsExactlyInAnyOrder("grace", "joan");
      assertThat(Platform.passed(release))
          .as(platform.name())
          .contains("config", "images", "soak", "approval");
    }
    assertThat(Platform.passed(entry(OPS_TOWER, "staging", Kind.PROMOTE))).contains("approval");
    assertThat(Platform.passed(entry(TRACSEQ, "staging", Kind.PROMOTE))).doesNotContain("approval");
    assertThat(Platform.passed(entry(OPENPOLICY, "staging", Kind.PROMOTE))).contains("schedule");
    assertThat(Platform.passed(entry(NETRA, "prod", Kind.PROMOTE))).contains("window");
    assertThat(Platform.passed(entry(OPS_TOWER, "dr", Kind.VERIFIED))).contains("smoke-test");
    assertThat(Platform.passed(entry(NETRA, "prod", Kind.VERIFIED)))
        .contains("backend-answers", "frontend-answers");
    for (Platform platform : List.of(TRACSEQ, LIFTOS, OPENPOLICY)) {
      assertThat(Platform.passed(entry(platform, "staging", Kind.VERIFIED))).contains("http");
    }
  }

  @Test
  @Order(2)
  void theDatabaseComesBeforeTheBackendAndThatBeforeTheFrontend() {
    for (String environment : List.of("dev", "staging", "prod", "dr")) {
      String namespace = "netra-" + environment;
      Deployment backend = deployment(namespace, "netra-backend");
      Deployment frontend = deployment(namespace, "netra-frontend");
      Job migration =
          WORLD.admin().batch().v1().jobs().inNamespace(namespace).list().getItems().stream()
              .filter(job -> job.getMetadata().getName().startsWith("netra-migrate-"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no migration in " + namespace));
      assertThat(Instant.parse(migration.getStatus().getCompletionTime()))
          .as(namespace)
          .isBeforeOrEqualTo(Manifests.created(backend));
      assertThat(Manifests.available(backend))
          .as(namespace)
          .isBeforeOrEqualTo(Manifests.created(frontend));
    }
  }

  @Test
  @Order(3)
  void whatFailsInStagingNeverReachesProduction() throws Exception {
    WORLD.takeDown("api.staging.tracseq.com");
    WORLD
        .edit(
            "overlays/tracseq/base/gateway.env",
            "DB_POOL_MAX_SIZE=50",
            "DB_POOL_MAX_SIZE=" + WORLD.next())
        .edit(
            "overlays/liftos/base/settings.env",
            "MAX_CONNECTIONS=1000",
            "MAX_CONNECTIONS=" + WORLD.next())
        .edit(
            "overlays/liftos/jobs/canary-health.yaml",
            "      labels:\n",
            "      annotations: {demo.sluice.dev/job: fail}\n      labels:\n")
        .edit(
            "overlays/ops-tower/base/rollout.yaml",
            "value: production",
            "value: broken-" + WORLD.next())
        .edit(
            "overlays/ops-tower/jobs/smoke-test.yaml",
            "      labels:\n        app: smoke-test\n",
            "      annotations: {demo.sluice.dev/job: fail}\n"
                + "      labels:\n        app: smoke-test\n")
        .edit(
            "overlays/openpolicy/base/settings.env",
            "LOG_LEVEL=info",
            "LOG_LEVEL=<level>\nRUN=" + WORLD.next());
    String bad = WORLD.commit();
    OPS_TOWER.approve("staging", bad, "grace");

    OPENPOLICY.awaitMessage("staging", bad, "Rejected", "LOG_LEVEL");
    TRACSEQ.awaitEntry("staging", Kind.FAILED, bad);
    WORLD.bringUp("api.staging.tracseq.com");
    OPS_TOWER.awaitEntry("staging", Kind.FAILED, bad);
    LIFTOS.awaitEntry("staging", Kind.FAILED, bad);
    for (Platform platform : List.of(TRACSEQ, OPS_TOWER, LIFTOS)) {
      WORLD.await(
          platform.name() + " is back in staging",
          () -> platform.ledger("staging").getFirst().path("kind").asText().equals("Verified"));
      assertThat(platform.ledger("staging"))
          .extracting(entry -> entry.path("kind").asText())
          .startsWith("Verified", "Pin", "Rollback", "Veto", "Failed");
    }
    assertThat(TRACSEQ.has("dev", Kind.VERIFIED, bad)).as("dev has no smoke test").isTrue();
    assertThat(OPENPOLICY.has("dev", Kind.VERIFIED, bad)).as("nor a config gate").isTrue();
    for (Platform platform : List.of(TRACSEQ, LIFTOS, OPS_TOWER, OPENPOLICY)) {
      assertThat(platform.promotions("prod", bad)).as(platform.name()).isEmpty();
      assertThat(platform.has("prod", Kind.PROMOTE, bad)).as(platform.name()).isFalse();
    }
  }

  @Test
  @Order(5)
  void whatFailsInProductionIsTakenBackUnlessSomethingIrreversibleRan() throws Exception {
    String before = TRACSEQ.ledger("prod").getFirst().path("commit").asText();
    WORLD.takeDown("api.tracseq.com");
    WORLD.takeDown("app.netrasystems.ai");
    WORLD
        .edit(
            "overlays/tracseq/base/gateway.env",
            "DB_POOL_MAX_SIZE=50",
            "DB_POOL_MAX_SIZE=" + WORLD.next())
        .edit(
            "overlays/netra/base/backend.yaml",
            "initialDelaySeconds: 30",
            "initialDelaySeconds: " + WORLD.next());
    String bad = WORLD.commit();
    TRACSEQ.approve("prod", bad, "grace", "joan");
    NETRA.approve("prod", bad, "grace", "joan");

    TRACSEQ.awaitEntry("prod", Kind.FAILED, bad);
    WORLD.bringUp("api.tracseq.com");
    TRACSEQ.awaitEntry("prod", Kind.ROLLBACK, before);
    NETRA.awaitEntry("prod", Kind.FAILED, bad);
    WORLD.bringUp("app.netrasystems.ai");
    NETRA.awaitMessage("prod", bad, "Held", "irreversible");
    assertThat(NETRA.has("prod", Kind.ROLLBACK, WORLD.first())).isFalse();

    WORLD.sluice(
        ADMIN, 0, "rollback", "netra", "prod", "--override", "irreversible", "--reason", "checked");
    NETRA.awaitEntry("prod", Kind.ROLLBACK, WORLD.first());
    for (Platform platform : List.of(TRACSEQ, NETRA)) {
      WORLD.await(
          platform.name() + " is back in prod",
          () -> platform.ledger("prod").getFirst().path("kind").asText().equals("Verified"));
      assertThat(platform.has("dr", Kind.PROMOTE, bad)).as(platform.name()).isFalse();
    }
  }

  @Test
  @Order(4)
  void aFreezeStillHealsDriftAndAHotfixTakesTheShortWay() throws Exception {
    WORLD.sluice(
        ADMIN, 0, "freeze", "-e", "prod", "--level", "1", "--until", "1h", "--reason", "holidays");
    WORLD.edit(
        "overlays/tracseq/base/gateway.env",
        "JWT_EXPIRATION_HOURS=8",
        "JWT_EXPIRATION_HOURS=" + WORLD.next());
    String fix = WORLD.commitPastDevelop();
    WORLD.sluice(ADMIN, 0, "hotfix", "tracseq", "prod", fix, "--reason", "we are being flooded");
    TRACSEQ.awaitMessage("prod", fix, "Gating", "frozen");

    int wanted = deployment("tracseq-prod", "api-gateway").getSpec().getReplicas();
    WORLD
        .admin()
        .apps()
        .deployments()
        .inNamespace("tracseq-prod")
        .withName("api-gateway")
        .edit(deployment -> {
          deployment
              .getSpec()
              .getTemplate()
              .getSpec()
              .getContainers()
              .getFirst()
              .setImage("evil:1");
          return deployment;
        });
    WORLD.await(
        "the image is healed while production is frozen",
        () ->
            deployment("tracseq-prod", "api-gateway")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage()
                .equals("tracseq/api-gateway:2.0.0"));
    assertThat(deployment("tracseq-prod", "api-gateway").getSpec().getReplicas()).isEqualTo(wanted);
    assertThat(TRACSEQ.has("prod", Kind.HOTFIX, fix)).isFalse();

    WORLD.sluice(ADMIN, 0, "unfreeze", "-e", "prod", "--reason", "over");
    TRACSEQ.approve("prod", fix, "grace", "joan");
    TRACSEQ.awaitMessage("prod", fix, "Gating", "2 of 3 approvals");
    TRACSEQ.approve("prod", fix, ADMIN);
    TRACSEQ.awaitEntry("prod", Kind.VERIFIED, fix);
    TRACSEQ.awaitEntry("dr", Kind.VERIFIED, fix);
    JsonNode release =
        TRACSEQ.ledger("prod").stream()
            .filter(entry -> entry.path("kind").asText().equals(Kind.HOTFIX.word()))
            .findFirst()
            .orElseThrow();
    assertThat(release.path("skipped").has("soak")).isTrue();
    assertThat(Platform.passed(release)).contains("config", "images", "approval");
    assertThat(TRACSEQ.has("staging", Kind.PROMOTE, fix)).isFalse();
    WORLD.git().reset(ExampleWorld.DEVELOP, fix); // merged, or nothing else could follow it
  }

  private static Deployment deployment(String namespace, String name) {
    return WORLD.admin().apps().deployments().inNamespace(namespace).withName(name).get();
  }

  private static JsonNode entry(Platform platform, String environment, Kind kind) throws Exception {
    return platform.entry(environment, kind, WORLD.first());
  }

  private static List<String> texts(JsonNode list, String field) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(one -> one.path(field).asText())
        .toList();
  }
}
