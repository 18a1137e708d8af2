package dev.sluice.promote.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Health;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Entry.Kind;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Gate;
import dev.sluice.promote.Freezes;
import dev.sluice.promote.GateRecord;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.ledger.Standing;
import dev.sluice.promote.strategy.Course;
import dev.sluice.promote.strategy.Phases;
import dev.sluice.promote.strategy.Slots;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must be so at every moment, whatever happened. */
final class Invariants {

  private final World world;
  private final Map<String, Integer> checked = new HashMap<>();
  private final Traffic traffic = new Traffic();

  Invariants(World world) {
    this.world = world;
  }

  /** To be called after everything that is durable. */
  void check() {
    for (Stage stage : world.stages()) {
      atMostOneIsActive(stage);
      List<Entry> newestFirst = world.ledger(stage.name()).read().history(Stage.APPLICATION);
      int known = checked.getOrDefault(stage.name(), 0);
      for (int at = known; at < newestFirst.size(); at++) {
        int place = newestFirst.size() - 1 - at;
        written(stage, newestFirst.get(place), newestFirst.subList(place + 1, newestFirst.size()));
      }
      if (newestFirst.size() > known) {
        traffic.check(newestFirst);
      }
      checked.put(stage.name(), newestFirst.size());
    }
  }

  private void atMostOneIsActive(Stage stage) {
    for (String region : world.regions()) {
      assertThat(
              world.open(region, stage.name()).stream().filter(one -> one.state() != State.PENDING))
          .as("active in %s", stage.name())
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  private void written(Stage stage, Entry entry, List<Entry> before) {
    switch (entry.kind().effect()) {
      case RELEASE -> released(stage, entry, before);
      case OUTCOME -> outcome(stage, entry, before);
      case PHASE -> phase(stage, entry, before);
      case POLICY -> {}
    }
    String request = entry.details().get(Entries.REQUEST);
    if (request != null) {
      assertThat(before)
          .as("carried out once: %s", request)
          .noneMatch(one -> request.equals(one.details().get(Entries.REQUEST)));
    }
  }

  /** No share of the traffic without the analysis of the one before, in order, each once. */
  private void phase(Stage stage, Entry phase, List<Entry> before) {
    if (Phases.RETIRE.equals(phase.details().get(Phases.PHASE))) {
      retired(phase, before);
      return;
    }
    assertThat(Standing.of(before).current().map(Entry::number))
        .as("a phase of what runs")
        .isEqualTo(Optional.of(phase.about().orElse(0)));
    assertThat(Standing.of(before).outcome()).as("that is under way").isEmpty();
    Course course = Course.of(before).orElseThrow();
    if (course instanceof Course.BlueGreen(Slots slots)) {
      assertThat(slots.isTried(phase.about().orElse(0))).as("only what is tried").isTrue();
      assertThat(GateRecord.missingDuring(phase, stage.policy())).isEmpty();
      return;
    }
    assertThat(course).isInstanceOf(Course.Canary.class);
    int step = ((Course.Canary) course).step();
    boolean last = phase.details().equals(Phases.whole());
    assertThat(last ? "" : phase.details().get("step"))
        .as("one step after the other")
        .isEqualTo(last ? "" : String.valueOf(step + 1));
    if (step > 0) {
      assertThat(GateRecord.missingDuring(phase, stage.policy())).isEmpty();
    }
  }

  /** Only what has no traffic goes, and only when its time is over. */
  private void retired(Entry phase, List<Entry> before) {
    Slots slots = ((Course.BlueGreen) Course.of(before).orElseThrow()).slots();
    Entry front = slots.front().release();
    assertThat(slots.back().map(one -> one.release().number())).contains(phase.about().orElse(0));
    assertThat(Standing.of(before).current()).contains(front);
    Entry verified =
        before.stream()
            .filter(one -> one.kind() == Kind.VERIFIED && one.about().orElse(0) == front.number())
            .findFirst()
            .orElseThrow();
    if (front.kind() != Kind.ROLLBACK) {
      assertThat(phase.at())
          .isAfterOrEqualTo(verified.at().plus(Phases.retireAfter(front).orElseThrow()));
    }
  }

  private void released(Stage stage, Entry release, List<Entry> before) {
    assertThat(GateRecord.missing(release, stage.policy()))
        .as("gates that release %d of %s did not pass", release.number(), stage.name())
        .isEmpty();
    assertThat(before)
        .as("one entry for each promotion")
        .noneMatch(one -> one.promotion().equals(release.promotion()) && isRelease(one));
    assertThat(world.gates().isRefused(release.digest()))
        .as("refused by config")
        .matches(refused -> !refused || !stage.policy().gates().contains(Stage.CONFIG));
    Standing standing = Standing.of(before);
    Optional<Entry> freeze =
        Freezes.inForce(
            new LedgerState("", Map.of(Stage.APPLICATION, before)), Stage.APPLICATION, world.now());
    if (release.kind() == Kind.ROLLBACK) {
      assertThat(freeze.filter(Freezes::stopsWrites)).as("frozen").isEmpty();
      rolledBack(stage, release, before, standing);
      return;
    }
    assertThat(freeze).as("frozen").isEmpty();
    assertThat(standing.vetoed()).doesNotContain(release.digest());
    assertThat(standing.pin()).as("pinned").isEmpty();
    contains(stage, release, before);
    approved(stage, release);
  }

  private void contains(Stage stage, Entry release, List<Entry> before) {
    if (stage.mode() == Follows.Mode.PROMOTE) {
      assertThat(Hotfixes.inForce(before))
          .as("hotfixes that release %d has to contain", release.number())
          .allMatch(hotfix -> world.contains(release.commit(), hotfix.commit()));
    }
  }

  private void approved(Stage stage, Entry release) {
    boolean asks = stage.policy().gates().stream().anyMatch(Gate.Approval.class::isInstance);
    if (asks) {
      assertThat(release.approvals().stream().map(one -> one.by()).distinct())
          .hasSizeGreaterThanOrEqualTo(release.kind() == Kind.HOTFIX ? 2 : 1);
    }
  }

  private void rolledBack(Stage stage, Entry rollback, List<Entry> before, Standing standing) {
    assertThat(before)
        .as("it ran here, verified")
        .anyMatch(one ->
            one.kind() == Kind.VERIFIED
                && World.plain(one.digest()).equals(World.plain(rollback.digest())));
    if (rollback.by().equals(Entry.DAEMON)) {
      assertThat(standing.current().map(Entry::kind))
          .as("automatic rollbacks do not loop")
          .isNotEqualTo(Optional.of(Kind.ROLLBACK));
      assertThat(standing.outcome()).contains(Kind.FAILED);
      Cluster cluster = world.cluster(stage.name());
      assertThat(
              cluster.hasMigrated()
                  && standing.current().orElseThrow().digest().equals(cluster.digest()))
          .as("what it goes back from cannot be taken back")
          .isFalse();
    }
  }

  private void outcome(Stage stage, Entry outcome, List<Entry> before) {
    if (outcome.kind() == Kind.REVOKED && outcome.by().equals(Entry.DAEMON)) {
      assertThat(world.cluster(stage.name()).running(world.now()).health().state())
          .as("revoked by itself")
          .isEqualTo(Health.State.DEGRADED);
      assertThat(Standing.of(before).isVerified()).as("it was verified").isTrue();
    }
    if (outcome.kind() != Kind.VERIFIED) {
      return;
    }
    Standing standing = Standing.of(before);
    assertThat(standing.current().map(Entry::number)).contains(outcome.about().orElse(0));
    assertThat(standing.outcome()).as("had no outcome before").isEmpty();
    Cluster cluster = world.cluster(stage.name());
    Course course = Course.of(before).orElseThrow();
    assertThat(World.plain(course.newest().digest())).isEqualTo(World.plain(outcome.digest()));
    assertThat(World.plain(cluster.digest())).isEqualTo(World.plain(course.digest()));
    if (course instanceof Course.BlueGreen(Slots slots)) {
      assertThat(slots.front().release()).as("it has the traffic").isEqualTo(course.newest());
    }
    assertThat(cluster.isHealthy(world.now())).as("verified is healthy").isTrue();
    if (!outcome.skipped().containsKey("smoke") && !stage.policy().gates().isEmpty()) {
      assertThat(cluster.fate(outcome.digest())).isNotEqualTo(Cluster.Fate.FAILS_SMOKE);
    }
  }

  private static boolean isRelease(Entry entry) {
    return entry.kind().effect() == Entry.Effect.RELEASE;
  }
}
