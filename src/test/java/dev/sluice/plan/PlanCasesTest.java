package dev.sluice.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.Change;
import dev.sluice.diff.Changes;
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
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.TargetId;
import dev.sluice.model.Trees;
import dev.sluice.render.DesiredObject;
import dev.sluice.testing.RuleCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** {@code given.yaml}: verdicts and policy; {@code expected.yaml}: the steps in order. */
class PlanCasesTest {

  @TestFactory
  Stream<DynamicTest> cases() {
    return RuleCase.in("plan", PlanCasesTest::check);
  }

  private static void check(RuleCase one) {
    Map<String, Object> given = one.read("given.yaml");
    Map<String, Object> expected = one.read("expected.yaml");
    List<Change> changes =
        Trees.maps(given, "changes").stream().map(PlanCasesTest::change).toList();
    TargetId target = new TargetId("config", "shop", "dev");

    Plan plan = Planner.plan(new Changes(target, changes), policy(Trees.map(given, "policy")));

    List<Object> phases = new ArrayList<>();
    List<String> messages = new ArrayList<>();
    for (Plan.Phase phase : plan.phases()) {
      String readiness = phase.readiness() == Plan.Readiness.USABLE ? " (usable)" : "";
      phases.add(
          Map.of(
              phase.name() + readiness, phase.steps().stream().map(PlanCasesTest::line).toList()));
      for (Step step : phase.steps()) {
        if (step instanceof Step.Hold(Change ignored, Failure failure)) {
          messages.add(failure.message() + " | " + failure.remedy());
        }
      }
    }
    assertThat(phases).isEqualTo(Trees.list(expected, "phases"));
    assertThat(plan.unchanged().stream().map(change -> change.subject().key().toString()).toList())
        .isEqualTo(Trees.list(expected, "unchanged"));
    if (expected.containsKey("messages")) {
      assertThat(messages).isEqualTo(Trees.list(expected, "messages"));
    }
  }

  private static String line(Step step) {
    String what = step.getClass().getSimpleName() + " " + step.change().subject().key();
    return switch (step) {
      case Step.Hold hold -> what + ": " + hold.failure().reason().word();
      case Step.Forget forget -> what + ": " + forget.why();
      case Step.Apply ignored -> what;
      case Step.Replace ignored -> what;
      case Step.Delete ignored -> what;
      case Step.Record ignored -> what;
    };
  }

  private static SyncPolicy policy(Map<String, Object> policy) {
    boolean percentage = policy.containsKey("maxPercentage");
    int amount = (int) Trees.number(policy, percentage ? "maxPercentage" : "maxDeletions", 10);
    return new SyncPolicy(
        Boolean.FALSE.equals(policy.get("prune")) ? SyncPolicy.Prune.KEEP : SyncPolicy.Prune.DELETE,
        Boolean.FALSE.equals(policy.get("selfHeal"))
            ? SyncPolicy.SelfHeal.REPORT
            : SyncPolicy.SelfHeal.REVERT,
        new SyncPolicy.DeletionLimit(amount, percentage),
        SyncPolicy.Namespaces.REQUIRE,
        SyncPolicy.Adoption.REFUSE,
        SyncPolicy.DEFAULT.foreign());
  }

  private static Change change(Map<String, Object> given) {
    Verdict verdict = find(Verdict.values(), Verdict::word, Trees.string(given, "verdict"));
    Optional<Failure> failure =
        given.containsKey("reason")
            ? Optional.of(
                Failure.of(
                    find(Reason.values(), Reason::word, Trees.string(given, "reason")), "no", ""))
            : Optional.empty();
    return new Change(
        subject(given, verdict), verdict, List.of(), Trees.string(given, "why"), failure);
  }

  private static Subject subject(Map<String, Object> given, Verdict verdict) {
    String[] words = Trees.string(given, "object").split(" ");
    ApiKind kind = ApiKind.of(words[0], words[1]);
    ObjectKey key =
        new ObjectKey(kind.group(), kind.kind(), Trees.string(given, "namespace"), words[2]);
    boolean wanted =
        verdict != Verdict.EXTRA
            && verdict != Verdict.RELEASED
            && !Boolean.FALSE.equals(given.get("wanted"));
    Origin origin =
        Boolean.TRUE.equals(given.get("added")) ? Origin.UNKNOWN : Origin.file("a.yaml");
    Map<String, Object> content =
        Map.of(
            "metadata",
            Map.of(
                "annotations", Trees.map(given, "annotations"),
                "labels", Trees.map(given, "labels")));
    Manifest manifest = new Manifest(kind, key.namespace(), key.name(), content, origin);
    String recorded = Boolean.TRUE.equals(given.get("gitMoved")) ? "older" : "newest";
    Optional<Inventory.Entry> entry =
        verdict == Verdict.CREATE
            ? Optional.empty()
            : Optional.of(new Inventory.Entry(key, kind.version(), recorded, "f", "", "u"));
    return new Subject(
        key,
        kind,
        wanted ? Optional.of(new DesiredObject(manifest, "newest")) : Optional.empty(),
        entry,
        state(given));
  }

  private static ObjectState state(Map<String, Object> given) {
    Prediction none = new Prediction.Unpredicted("no need");
    if (given.get("live") instanceof Map<?, ?>) {
      Map<String, Object> live = Trees.map(given, "live");
      return new ObjectState.Present(new LiveObject(Map.of("metadata", live)), none);
    }
    return Trees.string(given, "live").equals("in sync")
        ? new ObjectState.InSync(null)
        : new ObjectState.Absent(none);
  }

  private static <T> T find(T[] all, java.util.function.Function<T, String> word, String wanted) {
    return Arrays.stream(all)
        .filter(one -> word.apply(one).equals(wanted))
        .findFirst()
        .orElseThrow();
  }
}
