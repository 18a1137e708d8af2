package dev.sluice.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.diff.Change;
import dev.sluice.diff.Verdict;
import dev.sluice.live.ObjectState;
import dev.sluice.live.Prediction;
import dev.sluice.live.Subject;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Failure;
import dev.sluice.model.Inventory;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Step;
import dev.sluice.promote.Allowed;
import dev.sluice.promote.BranchTips;
import dev.sluice.render.DesiredObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How a plan is carried out, whatever goes wrong on the way. */
class ApplierTest {

  private static final Target WEB =
      new Target(
          new TargetId("config", "web", "dev"),
          "overlays/web/dev",
          "web-dev",
          "",
          "main",
          SyncPolicy.DEFAULT);

  private final MemoryCluster cluster = new MemoryCluster();
  private final Applier applier =
      new Applier(cluster, cluster.observed(), cluster.inventories(), 4);

  @Test
  void theInventoryKnowsAnObjectBeforeItExists() throws Stopped {
    cluster.beforeApply(
        key -> assertThat(cluster.stored().entries()).as("written ahead").containsKey(key));

    Outcome outcome = run(Inventory.empty(WEB.id()), phase("settings", create("a"), create("b")));

    assertThat(outcome.results()).hasSize(2).allMatch(result -> result.failure().isEmpty());
    assertThat(cluster.stored().entries().get(key("a")).fingerprint()).isNotEmpty();
    assertThat(cluster.stored().entries().get(key("a")).uid()).isNotEmpty();
  }

  @Test
  void anObjectThatFailsFailsAloneAndStaysRemembered() throws Stopped {
    cluster.refuse("b", Reason.ADMISSION_REJECTED);

    Outcome outcome = run(Inventory.empty(WEB.id()), phase("settings", create("a"), create("b")));

    assertThat(outcome.results())
        .extracting(result -> result.failure().map(Failure::reason))
        .containsExactlyInAnyOrder(Optional.empty(), Optional.of(Reason.ADMISSION_REJECTED));
    Inventory.Entry failed = cluster.stored().entries().get(key("b"));
    assertThat(failed.digest()).as("intended, not applied").isEmpty();
  }

  @Test
  void nothingIsPrunedWhileAnotherObjectCouldNotBeApplied() throws Stopped {
    cluster.refuse("b", Reason.ADMISSION_REJECTED);
    cluster.put(key("old"));

    Outcome outcome =
        run(remembering("old"), phase("settings", create("b")), phase("prune", delete("old")));

    assertThat(outcome.results().getLast().failure())
        .map(Failure::reason)
        .contains(Reason.PRUNE_BLOCKED);
    assertThat(cluster.deleted()).isEmpty();
    assertThat(cluster.stored().entries()).containsKey(key("old"));
  }

  @Test
  void whatAGuardHoldsBackStopsNoPruneOfOthers() throws Stopped {
    cluster.put(key("old"));
    Step held =
        new Step.Hold(
            change("claim", Verdict.EXTRA, Optional.empty(), present("claim")),
            Failure.of(Reason.PRUNE_BLOCKED, "guarded", "Confirm"));

    run(remembering("old", "claim"), phase("prune", held, delete("old")));

    assertThat(cluster.deleted()).containsExactly(key("old"));
  }

  @Test
  void aDeletedObjectIsRememberedUntilItIsGone() throws Stopped {
    cluster.put(key("old"));
    cluster.keepWhileDeleting();

    Outcome outcome = run(remembering("old"), phase("prune", delete("old")));

    assertThat(outcome.waiting()).isPresent();
    assertThat(cluster.stored().entries()).containsKey(key("old"));
    assertThat(cluster.preconditions()).containsExactly("uid-old/1");

    run(cluster.stored(), phase("prune", forget("old")));
    assertThat(cluster.stored().entries()).isEmpty();
  }

  @Test
  void whatIsBeingDeletedIsNotDeletedAgain() throws Stopped {
    cluster.put(key("old"));
    LiveObject terminating =
        new LiveObject(
            Map.of("metadata", Map.of("name", "old", "deletionTimestamp", "2026-01-01T00:00:00Z")));
    Change change =
        change(
            "old",
            Verdict.EXTRA,
            Optional.empty(),
            new ObjectState.Present(terminating, new Prediction.Unpredicted("it left Git")));

    run(remembering("old"), phase("prune", new Step.Delete(change)));

    assertThat(cluster.deleted()).isEmpty();
  }

  @Test
  void theNextPhaseWaitsUntilItsFoundationIsUsable() throws Stopped {
    cluster.unhealthy("crd");
    Plan.Phase foundations =
        new Plan.Phase("definitions", Plan.Readiness.USABLE, List.of(create("crd")));

    Outcome outcome = run(Inventory.empty(WEB.id()), foundations, phase("custom", create("a")));

    assertThat(outcome.waiting().orElseThrow().on()).contains("crd");
    assertThat(cluster.applied()).containsExactly(key("crd"));
    assertThat(cluster.stored().entries()).containsKey(key("a"));
  }

  @Test
  void aWaveWaitsForTheHealthOfTheOneBefore() throws Stopped {
    cluster.unhealthy("database");

    Outcome outcome =
        run(Inventory.empty(WEB.id()), wave(0, create("database")), wave(1, create("web")));

    assertThat(outcome.waiting().orElseThrow().on())
        .contains("ConfigMap web-dev/database of wave 0 to be healthy before wave 1")
        .contains("not served yet");
    assertThat(cluster.applied()).containsExactly(key("database"));
  }

  @Test
  void whatHasNothingToDoInAnEarlierWaveIsWaitedForAsWell() throws Stopped {
    cluster.unhealthy("database");
    cluster.put(key("database"));
    Allowed allowed = allowed("commit");
    Plan plan =
        new Plan(
            List.of(wave(1, create("web"))),
            List.of(
                change(
                    "database",
                    Verdict.SAME,
                    Optional.of(desired("database")),
                    present("database"))));

    Outcome outcome =
        applier.run(
            WEB.id(), allowed.revision(), Inventory.empty(WEB.id()), plan, allowed.permit());

    assertThat(outcome.waiting()).isPresent();
    assertThat(cluster.applied()).isEmpty();
  }

  @Test
  void theNextWaveWaitsForAnObjectThatFailedAndTheRestOfItsOwnGoesOn() throws Stopped {
    cluster.refuse("a", Reason.ADMISSION_REJECTED);

    Outcome outcome =
        run(
            Inventory.empty(WEB.id()),
            new Plan.Phase(0, "one", Plan.Readiness.APPLIED, List.of(create("a"))),
            new Plan.Phase(0, "two", Plan.Readiness.APPLIED, List.of(create("b"))),
            wave(1, create("web")));

    assertThat(cluster.applied()).containsExactly(key("b"));
    assertThat(outcome.waiting().orElseThrow().on()).contains("a of wave 0", "without a failure");
  }

  @Test
  void whatSomebodyChangedIsPutBackInAnyWaveAtOnce() throws Stopped {
    cluster.unhealthy("database");

    Outcome outcome =
        run(
            Inventory.empty(WEB.id()),
            wave(0, create("database")),
            wave(1, create("web"), drifted("settings")));

    assertThat(cluster.applied()).containsExactly(key("database"), key("settings"));
    assertThat(outcome.waiting()).isPresent();
  }

  @Test
  void aLowerWaveStaysUntilTheHigherOneIsGone() throws Stopped {
    cluster.put(key("web"));
    cluster.put(key("database"));
    cluster.keepWhileDeleting();

    Outcome outcome =
        run(remembering("web", "database"), wave(1, delete("web")), wave(0, delete("database")));

    assertThat(outcome.waiting().orElseThrow().on()).contains("web of wave 1");
    assertThat(cluster.deleted()).containsExactly(key("web"));
  }

  @Test
  void anEmptyPlanWritesNothing() throws Stopped {
    Outcome outcome = run(Inventory.empty(WEB.id()));
    assertThat(outcome.results()).isEmpty();
    assertThat(cluster.saves()).isZero();
  }

  @Test
  void withoutTheProofForThisRevisionNothingIsDone() throws Stopped {
    Allowed other = allowed("another");
    Plan plan = new Plan(List.of(phase("settings", create("a"))), List.of());

    assertThatThrownBy(() ->
            applier.run(
                WEB.id(),
                new Revision("config", "this"),
                Inventory.empty(WEB.id()),
                plan,
                other.permit()))
        .isInstanceOf(Stopped.class)
        .hasMessageContaining("proof");
    assertThat(cluster.saves()).isZero();
    assertThat(cluster.applied()).isEmpty();
  }

  private Outcome run(Inventory inventory, Plan.Phase... phases) throws Stopped {
    Allowed allowed = allowed("commit");
    return applier.run(
        WEB.id(),
        allowed.revision(),
        inventory,
        new Plan(List.of(phases), List.of()),
        allowed.permit());
  }

  private static Allowed allowed(String commit) throws Stopped {
    return new BranchTips((repository, branch) -> new Revision(repository, commit)).next(WEB);
  }

  private static Plan.Phase phase(String name, Step... steps) {
    return new Plan.Phase(name, Plan.Readiness.APPLIED, List.of(steps));
  }

  private static Plan.Phase wave(int wave, Step... steps) {
    return new Plan.Phase(wave, "wave " + wave, Plan.Readiness.APPLIED, List.of(steps));
  }

  private static Step drifted(String name) {
    DesiredObject desired = desired(name);
    Subject subject =
        new Subject(
            key(name),
            MemoryCluster.KIND,
            Optional.of(desired),
            Optional.of(new Inventory.Entry(key(name), "v1", desired.digest(), "f", "", "u")),
            present(name));
    return new Step.Apply(
        new Change(subject, Verdict.DRIFTED, List.of(), "drifted", Optional.empty()));
  }

  private static Step create(String name) {
    return new Step.Apply(
        change(
            name,
            Verdict.CREATE,
            Optional.of(desired(name)),
            new ObjectState.Absent(new Prediction.Unpredicted(""))));
  }

  private static Step delete(String name) {
    return new Step.Delete(change(name, Verdict.EXTRA, Optional.empty(), present(name)));
  }

  private static Step forget(String name) {
    return new Step.Forget(
        change(
            name,
            Verdict.EXTRA,
            Optional.empty(),
            new ObjectState.Absent(new Prediction.Unpredicted(""))),
        "gone");
  }

  private static ObjectState present(String name) {
    return new ObjectState.Present(
        MemoryCluster.live(key(name)), new Prediction.Unpredicted("it left Git"));
  }

  private static Change change(
      String name, Verdict verdict, Optional<DesiredObject> desired, ObjectState state) {
    Subject subject = new Subject(key(name), MemoryCluster.KIND, desired, Optional.empty(), state);
    return new Change(subject, verdict, List.of(), "", Optional.empty());
  }

  private static DesiredObject desired(String name) {
    ApiKind kind = MemoryCluster.KIND;
    Map<String, Object> content =
        Map.of("apiVersion", "v1", "kind", kind.kind(), "metadata", Map.of("name", name));
    return new DesiredObject(
        new Manifest(kind, "web-dev", name, content, Origin.UNKNOWN), "digest-" + name);
  }

  private static Inventory remembering(String... names) {
    TreeMap<ObjectKey, Inventory.Entry> entries = new TreeMap<>();
    for (String name : names) {
      entries.put(key(name), new Inventory.Entry(key(name), "v1", "d", "f", "", "uid-" + name));
    }
    return new Inventory(WEB.id(), entries);
  }

  private static ObjectKey key(String name) {
    return new ObjectKey("", MemoryCluster.KIND.kind(), "web-dev", name);
  }
}
