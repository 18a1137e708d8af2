package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.apply.Outcome;
import dev.sluice.kube.TargetStatus;
import dev.sluice.kube.TargetStore;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetReporterTest {

  private static final Target SHOP =
      new Target(
          new TargetId("config", "shop", "dev"),
          "overlays/shop/dev",
          "shop",
          "",
          "main",
          SyncPolicy.DEFAULT);

  private static final TargetStatus.Standby READY =
      new TargetStatus.Standby(TargetStatus.Standby.State.READY, "");

  private final LastWrite store = new LastWrite();
  private final TargetReporter reporter = new TargetReporter(store);

  @Test
  void aCommitThatChangesNothingHereIsNotWorthAWrite() throws Stopped {
    reporter.ran(report("first", "same"), Reporter.Detail.CHANGES, Optional.empty());
    reporter.ran(report("second", "same"), Reporter.Detail.CHANGES, Optional.empty());

    assertThat(store.writes).isEqualTo(1);
    assertThat(store.last.observedRevision()).isEqualTo("first");
  }

  @Test
  void whatIsToBeKnownOfATargetStandsInItsNotes() throws Stopped {
    new TargetReporter(
            store, target -> List.of("its ledger is elsewhere"), target -> Optional.empty())
        .ran(report("first", "same"), Reporter.Detail.CHANGES, Optional.empty());

    assertThat(store.last.notes()).containsExactly("its ledger is elsewhere");
  }

  @Test
  void whatWasToldOfAStandbyStaysUntilMoreIsKnown() throws Stopped {
    List<Optional<TargetStatus.Standby>> known =
        new ArrayList<>(
            List.of(Optional.of(READY), Optional.empty(), Optional.of(TargetStatus.Standby.NONE)));
    TargetReporter standbys =
        new TargetReporter(store, target -> List.of(), target -> known.removeFirst());
    standbys.ran(report("first", "same"), Reporter.Detail.CHANGES, Optional.empty());
    assertThat(store.last.standby()).isEqualTo(READY);
    standbys.ran(report("first", "same"), Reporter.Detail.CHANGES, Optional.empty());
    assertThat(store.last.standby()).as("a daemon that just came").isEqualTo(READY);
    assertThat(store.writes).isEqualTo(1);
    standbys.ran(report("first", "same"), Reporter.Detail.CHANGES, Optional.empty());
    assertThat(store.last.standby()).as("it serves").isEqualTo(TargetStatus.Standby.NONE);
  }

  @Test
  void whoeverAskedIsToldWhichCommitWasLookedAt() throws Stopped {
    reporter.ran(report("first", "same"), Reporter.Detail.CHANGES, Optional.empty());
    reporter.ran(report("second", "same"), Reporter.Detail.OBSERVED_REVISION, Optional.empty());

    assertThat(store.last.observedRevision()).isEqualTo("second");
    assertThat(store.last.revision()).isEqualTo("first");
  }

  @Test
  void whatWaitsForItsFirstReleaseHasNotFailed() throws Stopped {
    reporter.stopped(
        SHOP,
        Failure.of(Reason.NOT_PROMOTED, "nothing was promoted yet", ""),
        Reporter.Detail.CHANGES,
        Optional.empty());
    assertThat(store.last.sync()).isEqualTo(TargetStatus.Sync.WAITING);
    assertThat(store.last.failures()).extracting(Failure::reason).contains(Reason.NOT_PROMOTED);

    reporter.stopped(
        SHOP,
        Failure.of(Reason.RENDER_FAILED, "it is broken", ""),
        Reporter.Detail.CHANGES,
        Optional.empty());
    assertThat(store.last.sync()).isEqualTo(TargetStatus.Sync.FAILED);
  }

  @Test
  void aCommitThatChangesSomethingHereIsTold() throws Stopped {
    reporter.ran(report("first", "same"), Reporter.Detail.CHANGES, Optional.empty());
    reporter.ran(report("second", "other"), Reporter.Detail.CHANGES, Optional.empty());

    assertThat(store.last.revision()).isEqualTo("second");
    assertThat(store.last.observedRevision()).isEqualTo("second");
  }

  @Test
  void whatFailsAgainAsBeforeIsWrittenOnce() throws Stopped {
    Failure down = Failure.of(Reason.REPOSITORY_UNREACHABLE, "down", "Wait");
    reporter.stopped(SHOP, down, Reporter.Detail.CHANGES, Optional.of(Duration.ofMinutes(3)));
    reporter.stopped(SHOP, down, Reporter.Detail.CHANGES, Optional.of(Duration.ofMinutes(3)));

    assertThat(store.writes).isEqualTo(1);
    assertThat(store.last.notes())
        .containsExactly("tried again within 3m, at once when something changes");
  }

  @Test
  void whoeverAskedIsToldThatItFailedAsBefore() throws Stopped {
    Failure down = Failure.of(Reason.REPOSITORY_UNREACHABLE, "down", "Wait");
    reporter.stopped(SHOP, down, Reporter.Detail.CHANGES, Optional.of(Duration.ofMinutes(3)));
    reporter.stopped(SHOP, down, Reporter.Detail.ANSWER, Optional.of(Duration.ofMinutes(3)));

    assertThat(store.writes).isEqualTo(2);
  }

  private static Report report(String commit, String digest) {
    return new Report(
        SHOP,
        new Revision("config", commit),
        CommitInfo.ofUnknown(new Revision("config", commit)),
        digest,
        1,
        new Plan(List.of(), List.of()),
        new Outcome(List.of(), Optional.empty()),
        Health.HEALTHY,
        Optional.empty(),
        List.of());
  }

  /** Counts the writes that a real store would make. */
  private static final class LastWrite implements TargetStore {

    private TargetStatus last =
        new TargetStatus(
            CommitInfo.NONE,
            "",
            "",
            TargetStatus.Sync.FAILED,
            Health.HEALTHY,
            0,
            "",
            List.of(),
            List.of());
    private int writes;

    @Override
    public List<Stored> list() {
      return List.of();
    }

    @Override
    public void publish(Target target, TargetStatus status) {
      if (!status.equals(last)) {
        writes++;
        last = status;
      }
    }

    @Override
    public void publishAnew(Target target, TargetStatus status) {
      writes++;
      last = status;
    }

    @Override
    public void requestSync(TargetId target, String token) {
      throw new IllegalStateException("nobody asks here");
    }

    @Override
    public void watch(Listener listener) {
      throw new IllegalStateException("nobody listens here");
    }
  }
}
