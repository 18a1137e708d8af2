package dev.sluice.door.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.Change;
import dev.sluice.diff.FieldChange;
import dev.sluice.diff.Verdict;
import dev.sluice.kube.TargetStatus.Sync;
import dev.sluice.live.ObjectState;
import dev.sluice.live.Prediction;
import dev.sluice.live.Subject;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Step;
import dev.sluice.testing.MemoryTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiffCommandTest {

  private static final String ENVIRONMENT =
      """
      apiVersion: sluice.dev/v1alpha1
      kind: Environment
      metadata: {name: %1$s}
      spec: {overlays: overlays/*/%1$s, follows: {branch: main}}
      """;

  private final MemoryTree files =
      new MemoryTree()
          .file("environments/dev.yaml", ENVIRONMENT.formatted("dev"))
          .file("overlays/shop/dev/kustomization.yaml", "resources: []");

  private final List<TargetId> planned = new ArrayList<>();

  private Console console(Plan plan) {
    return Console.pipe()
        .files(files)
        .target(
            Examples.target("shop", "dev"), Examples.status(Sync.SYNCED, Health.HEALTHY), "10:00")
        .planning((target, source) -> {
          planned.add(target.id());
          return plan;
        });
  }

  @Test
  void changesComeWithTheirFields() {
    Console console = console(drifted());
    assertThat(console.run("diff")).isZero();
    assertThat(console.out())
        .isEqualTo(
            """
            ENVIRONMENT  APPLICATION  ACTION  VERDICT  OBJECT                   WHY
            dev          shop         apply   Drifted  Deployment.apps dev/web  somebody scaled it
                spec.replicas: 5 → 2 (kubectl, 2026-03-01T10:00:00Z)

            1 target(s): 1 object(s) with something to do, 0 unchanged.
            """);
    assertThat(planned).containsExactly(new TargetId("config", "shop", "dev"));
  }

  @Test
  void theExitCodeTellsOfChangesOnlyWhenAsked() {
    assertThat(console(drifted()).run("diff", "--exit-code")).isEqualTo(10);
    assertThat(console(new Plan(List.of(), List.of())).run("diff", "--exit-code")).isZero();
  }

  @Test
  void jsonForPrograms() {
    Console console = console(drifted());
    assertThat(console.run("diff", "-o", "json", "--repository", "other")).isZero();
    assertThat(console.out())
        .contains(
            "\"repository\" : \"other\"", "\"verdict\" : \"Drifted\"", "\"owner\" : \"kubectl\"");
  }

  @Test
  void aBrokenEnvironmentDoesNotHideTheOthers() {
    files.file("environments/prod.yaml", ENVIRONMENT.formatted("prod"));
    files.file("environments/broken.yaml", "kind: [");
    Console console = console(drifted());
    assertThat(console.run("diff")).isEqualTo(2);
    assertThat(console.out()).contains("Drifted");
    assertThat(console.err())
        .contains("InvalidEnvironment: environments/broken.yaml")
        .contains("NoOverlayMatches: environments/prod.yaml");
  }

  @Test
  void aTargetThatCannotBePlannedIsNamed() {
    Console console =
        console(drifted())
            .planning((target, source) -> {
              throw new Stopped(
                  Failure.of(Reason.CLUSTER_UNREACHABLE, "no answer", "Check the address"));
            });
    assertThat(console.run("diff")).isEqualTo(3);
    assertThat(console.err()).startsWith("ClusterUnreachable: no answer. Check the address");
  }

  @Test
  void aMistypedEnvironmentNamesThoseThatAreThere() {
    Console console = console(drifted());
    assertThat(console.run("diff", "-a", "shopp")).isEqualTo(2);
    assertThat(console.err())
        .startsWith("NotFound: no target for application shopp. There are these: shop in dev");
  }

  private static Plan drifted() {
    Target target = Examples.target("shop", "dev");
    ApiKind kind = ApiKind.of("apps/v1", "Deployment");
    Subject subject =
        new Subject(
            new ObjectKey("apps", "Deployment", target.id().environment(), "web"),
            kind,
            Optional.empty(),
            Optional.empty(),
            new ObjectState.Absent(new Prediction.Unpredicted("")));
    Change change =
        new Change(
            subject,
            Verdict.DRIFTED,
            List.of(new FieldChange("spec.replicas", "5", "2", "kubectl", "2026-03-01T10:00:00Z")),
            "somebody scaled it",
            Optional.empty());
    return new Plan(
        List.of(
            new Plan.Phase("workloads", Plan.Readiness.APPLIED, List.of(new Step.Apply(change)))),
        List.of());
  }
}
