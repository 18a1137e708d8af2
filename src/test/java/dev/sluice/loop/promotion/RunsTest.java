package dev.sluice.loop.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.apply.Outcome;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.plan.Plan;
import dev.sluice.promote.machine.Running;
import dev.sluice.report.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunsTest {

  private static final Target PROD =
      new Target(
          new TargetId("config", "shop", "prod"),
          "overlays/shop/prod",
          "shop",
          "",
          "main",
          SyncPolicy.DEFAULT);
  private static final ObjectKey MIGRATION =
      new ObjectKey("batch", "Job", "shop", "migrate-before-apply-a1");

  private final Runs runs = new Runs(InstantSource.fixed(Instant.EPOCH));

  @Test
  void whatCannotBeTakenBackIsKnownUntilAnotherRevisionRuns() {
    assertThat(runs.ran(report("one", List.of(MIGRATION)), Optional.empty())).isTrue();
    assertThat(running().irreversible()).isEqualTo("Job.batch shop/migrate-before-apply-a1");

    runs.stopped(PROD.id(), Failure.of(Reason.CLUSTER_UNREACHABLE, "away", ""));
    assertThat(running().reachable()).isFalse();
    assertThat(running().irreversible()).isEqualTo("Job.batch shop/migrate-before-apply-a1");

    runs.ran(report("two", List.of()), Optional.empty());
    assertThat(running().irreversible()).isEmpty();
  }

  @Test
  void theSameAgainIsNoNews() {
    runs.ran(report("one", List.of(MIGRATION)), Optional.empty());
    assertThat(runs.ran(report("one", List.of(MIGRATION)), Optional.empty())).isFalse();
  }

  private Running running() {
    return runs.of(PROD.id());
  }

  private static Report report(String digest, List<ObjectKey> irreversible) {
    Revision revision = new Revision("config", "c".repeat(40));
    return new Report(
        PROD,
        revision,
        CommitInfo.ofUnknown(revision),
        digest,
        1,
        new Plan(List.of(), List.of()),
        new Outcome(List.of(), Optional.empty()),
        Health.HEALTHY,
        Optional.empty(),
        List.of(),
        irreversible,
        Optional.empty(),
        Duration.ZERO);
  }
}
