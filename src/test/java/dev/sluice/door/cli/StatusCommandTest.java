package dev.sluice.door.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kube.TargetStatus.Sync;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import org.junit.jupiter.api.Test;

class StatusCommandTest {

  private static final Failure INVALID =
      Failure.at(
          Reason.OBJECT_INVALID,
          new Origin("overlays/shop/prod/web.yaml", 12),
          "spec.replicas",
          "must not be negative",
          "Correct the field");

  private static Console withTwo(Console console) {
    return console
        .target(
            Examples.target("shop", "prod"),
            Examples.status(
                Sync.OUT_OF_SYNC, new Health(Health.State.DEGRADED, "web: 0 of 2 ready"), INVALID),
            "2026-03-01T09:00:00Z")
        .target(
            Examples.target("billing", "dev"),
            Examples.status(Sync.SYNCED, Health.HEALTHY),
            "2026-03-01T08:00:00Z");
  }

  @Test
  void aTableWithWhatIsWrongBelowIt() {
    Console console = withTwo(Console.pipe());
    assertThat(console.run("status")).isZero();
    assertThat(console.out())
        .isEqualTo(
            """
            ENVIRONMENT  APPLICATION  SYNC       HEALTH    REVISION      OBJECTS  LAST CHANGE
            dev          billing      Synced     Healthy   0123456789ab  7        2026-03-01T08:00:00Z
            prod         shop         OutOfSync  Degraded  0123456789ab  7        2026-03-01T09:00:00Z

            shop in prod:
              Degraded: web: 0 of 2 ready
              ObjectInvalid: overlays/shop/prod/web.yaml:12: spec.replicas: must not be negative. Correct the field
            """);
  }

  @Test
  void whatIsWrongWithARepositoryStandsBelowTheTargets() {
    Console console =
        withTwo(Console.pipe())
            .repository(
                "config",
                Failure.of(
                    Reason.REPOSITORY_UNREACHABLE, "git.example.com is down", "Wait for it"));
    assertThat(console.run("status")).isZero();
    assertThat(console.out())
        .endsWith(
            "\nrepository config:\n"
                + "  RepositoryUnreachable: git.example.com is down. Wait for it\n");
  }

  @Test
  void aFilterAndYaml() {
    Console console = withTwo(Console.pipe());
    assertThat(console.run("status", "-a", "shop", "-o", "yaml")).isZero();
    assertThat(console.out())
        .startsWith("targets:\n- repository: config\n  environment: prod\n  application: shop\n")
        .contains("reason: ObjectInvalid", "line: 12", "remedy: Correct the field")
        .doesNotContain("billing");
  }

  @Test
  void aFilterThatMatchesNothingNamesWhatIsThere() {
    Console console = withTwo(Console.pipe());
    assertThat(console.run("status", "-a", "shop", "-e", "dev")).isEqualTo(2);
    assertThat(console.out()).isEmpty();
    assertThat(console.err())
        .isEqualToIgnoringNewLines(
            "NotFound: no target for application shop in environment dev. There are these: billing"
                + " in dev, shop in prod");
  }

  @Test
  void aTerminalGetsColoursAndLinesThatFit() {
    Console console = withTwo(Console.terminal(70));
    assertThat(console.run("status", "-e", "dev")).isZero();
    assertThat(console.out()).contains("\u001b[32mSynced\u001b[0m", "LAST CH…", "2026-03…");
  }

  @Test
  void nothingYetIsSaid() {
    Console console = Console.pipe();
    assertThat(console.run("status")).isZero();
    assertThat(console.out()).contains("The daemon has told of no target yet.");
  }
}
