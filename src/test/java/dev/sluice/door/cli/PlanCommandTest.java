package dev.sluice.door.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.Change;
import dev.sluice.diff.FieldChange;
import dev.sluice.diff.Verdict;
import dev.sluice.kube.TargetStatus;
import dev.sluice.kube.TargetStatus.Sync;
import dev.sluice.live.ObjectState;
import dev.sluice.live.Prediction;
import dev.sluice.live.Subject;
import dev.sluice.model.ApiKind;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Gate;
import dev.sluice.plan.Hook;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Step;
import dev.sluice.render.DesiredObject;
import dev.sluice.testing.MemoryTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every step of a plan says why, and who is behind it. */
class PlanCommandTest {

  private static final String COMMIT = "0123456789012345678901234567890123456789";
  private static final ApiKind SECRET = ApiKind.of("v1", "Secret");
  private static final ObjectKey TOKEN = new ObjectKey("", "Secret", "shop-dev", "token");
  private static final CommitInfo ADA =
      new CommitInfo(
          new Revision("config", COMMIT), "Ada Lovelace", Instant.EPOCH, "rotate the token");

  private final List<String> planned = new ArrayList<>();
  private final MemoryTree files =
      new MemoryTree()
          .file(
              "environments/dev.yaml",
              """
              apiVersion: sluice.dev/v1alpha1
              kind: Environment
              metadata: {name: dev}
              spec: {overlays: overlays/*/dev, follows: {branch: main}}
              """)
          .file("overlays/shop/dev/kustomization.yaml", "resources: []");

  private Console console() {
    return Console.pipe()
        .clone(new OneCommit())
        .target(
            Examples.target("shop", "dev"), Examples.status(Sync.SYNCED, Health.HEALTHY), "10:00")
        .planning(
            (target, source) -> {
              planned.add(source.revision().repository() + "@" + source.revision().commit());
              return plan();
            },
            Map.of(TOKEN, ADA));
  }

  @Test
  void theCommitBehindAStepIsNamedAndForeignFieldsAreRemarks() {
    Console console = console();
    assertThat(console.run("plan", "--revision", "feature")).isZero();
    assertThat(planned).containsExactly("config@" + COMMIT);
    assertThat(console.out())
        .isEqualTo(
            """
            ENVIRONMENT  APPLICATION  ACTION  VERDICT  OBJECT                        WHY
            dev          shop         apply   Update   Secret shop-dev/token         Git changed it: 1 field
                data.key: ••• → ••• (changed)
                commit 012345678901 by Ada Lovelace: rotate the token
            dev          shop         leave   Foreign  Deployment.apps shop-dev/web  not from Git: spec.replicas by kubectl

            1 target(s): 1 object(s) with something to do, 1 unchanged.
            """);
  }

  @Test
  void reviewersGetAUnifiedDiffWithoutSecretValues() {
    Console console = console();
    assertThat(console.run("plan", "-o", "diff", "--exit-code")).isEqualTo(10);
    assertThat(console.out())
        .isEqualTo(
            """
            # Secret shop-dev/token: Update: Git changed it: 1 field
            # commit 012345678901 by Ada Lovelace: rotate the token
            --- a/dev/shop/shop-dev/Secret/token.yaml
            +++ b/dev/shop/shop-dev/Secret/token.yaml
            @@ -1,6 +1,6 @@
             apiVersion: v1
             data:
            -  key: •••
            +  key: ••• (changed)
               other: •••
             kind: Secret
             type: Opaque

            """);
  }

  @Test
  void programsGetTheCommitToo() {
    Console console = console();
    assertThat(console.run("plan", "-o", "json")).isZero();
    assertThat(console.out())
        .contains("\"author\" : \"Ada Lovelace\"", "\"id\" : \"" + COMMIT + "\"")
        .contains("\"remarks\" : [ {", "\"verdict\" : \"Foreign\"")
        .doesNotContain("c2VjcmV0");
  }

  @Test
  void whatHoldsTheDaemonUpStandsBelowThePlan() {
    Console console =
        console()
            .target(
                Examples.target("shop", "dev"),
                Examples.status(
                    Sync.OUT_OF_SYNC,
                    Health.HEALTHY,
                    Failure.of(Reason.CONTESTED, "web was healed 11 times within a minute", "")),
                "10:00");
    assertThat(console.run("plan")).isZero();
    assertThat(console.out())
        .contains(
            """
            The daemon on shop in dev:
              Contested: web was healed 11 times within a minute
            """);
  }

  @Test
  void hooksStandWhereTheyWouldRunAndOnlyThoseThatWould() {
    Console console =
        console()
            .hooks(
                hook("smoke", Hook.Point.AFTER_APPLY, 0),
                hook("alarm", Hook.Point.ON_FAILURE, 0),
                hook("backup", Hook.Point.BEFORE_DELETE, 0),
                hook("migrate", Hook.Point.BEFORE_APPLY, 1),
                hook("dump", Hook.Point.BEFORE_APPLY, -1));
    assertThat(console.run("plan")).isZero();
    assertThat(console.out().lines().filter(line -> line.startsWith("dev ")))
        .extracting(line -> line.split(" {2,}")[2] + " " + line.split(" {2,}")[4])
        .containsExactly(
            "run Job.batch shop-dev/dump",
            "run Job.batch shop-dev/migrate",
            "apply Secret shop-dev/token",
            "run Job.batch shop-dev/smoke",
            "leave Deployment.apps shop-dev/web");
    assertThat(console.out())
        .contains("before-apply, once for the revision: before anything is written")
        .contains("1 object(s) with something to do, 1 unchanged, 3 hook(s) to run.");
  }

  @Test
  void programsGetTheHooksAndAHookAloneIsSomethingToDo() {
    Console console =
        Console.pipe()
            .clone(new OneCommit())
            .planning((target, source) -> new Plan(List.of(), List.of()))
            .hooks(hook("migrate", Hook.Point.BEFORE_APPLY, 1));
    assertThat(console.run("plan", "-o", "yaml", "--exit-code")).isEqualTo(10);
    assertThat(console.out()).contains("point: before-apply", "weight: 1", "name: migrate");
  }

  @Test
  void whatTheDaemonHasInForceRunsNoHookAgain() {
    TargetStatus known = Examples.status(Sync.SYNCED, Health.HEALTHY);
    TargetStatus same =
        new TargetStatus(
            known.change(),
            known.observedRevision(),
            Console.FILES,
            known.sync(),
            known.health(),
            known.objects(),
            known.waitingFor(),
            known.failures(),
            known.notes());
    Console console =
        Console.pipe()
            .clone(new OneCommit())
            .target(Examples.target("shop", "dev"), same, "10:00")
            .planning((target, source) -> new Plan(List.of(), List.of()))
            .hooks(hook("migrate", Hook.Point.BEFORE_APPLY, 1));
    assertThat(console.run("plan", "--exit-code")).isZero();
    assertThat(console.out()).doesNotContain("migrate");
  }

  private static Hook hook(String name, Hook.Point point, int weight) {
    return new Hook(
        new Manifest(ApiKind.of("batch/v1", "Job"), "shop-dev", name, Map.of(), Origin.UNKNOWN),
        point,
        weight,
        Set.of(Hook.Deletion.BEFORE_HOOK_CREATION),
        Gate.Reversible.NO);
  }

  @Test
  void aMistypedRevisionIsNamed() {
    Console console = console();
    assertThat(console.run("plan", "--revision", "nowhere")).isEqualTo(2);
    assertThat(console.err()).startsWith("NotFound: nowhere leads to no commit");
  }

  private static Plan plan() {
    Map<String, Object> wanted = secret("c2VjcmV0Mg==");
    Change update =
        new Change(
            new Subject(
                TOKEN,
                SECRET,
                Optional.of(
                    new DesiredObject(
                        new Manifest(SECRET, "shop-dev", "token", wanted, Origin.UNKNOWN), "new")),
                Optional.empty(),
                new ObjectState.Present(
                    new LiveObject(secret("c2VjcmV0")),
                    new Prediction.Predicted(new LiveObject(wanted)))),
            Verdict.UPDATE,
            List.of(new FieldChange("data.key", "•••", "••• (changed)", "", "")),
            "Git changed it: 1 field",
            Optional.empty());
    Change foreign =
        new Change(
            new Subject(
                new ObjectKey("apps", "Deployment", "shop-dev", "web"),
                ApiKind.of("apps/v1", "Deployment"),
                Optional.empty(),
                Optional.empty(),
                new ObjectState.Absent(new Prediction.Unpredicted(""))),
            Verdict.FOREIGN,
            List.of(),
            "not from Git: spec.replicas by kubectl",
            Optional.empty());
    return new Plan(
        List.of(
            new Plan.Phase(
                "configuration", Plan.Readiness.APPLIED, List.of(new Step.Apply(update)))),
        List.of(foreign));
  }

  private static Map<String, Object> secret(String value) {
    Map<String, Object> content = new java.util.LinkedHashMap<>();
    content.put("apiVersion", "v1");
    content.put("kind", "Secret");
    content.put("data", new java.util.TreeMap<>(Map.of("key", value, "other", "c2FtZQ==")));
    content.put("type", "Opaque");
    return content;
  }

  /** A clone with one commit under one name. */
  private final class OneCommit implements Ports.Clone {

    @Override
    public Revision resolve(String name) throws Stopped {
      if (name.equals("nowhere")) {
        throw new Stopped(Failure.of(Reason.NOT_FOUND, name + " leads to no commit", ""));
      }
      return new Revision("", COMMIT);
    }

    @Override
    public Source source(Revision revision) {
      return new Source(revision, files);
    }

    @Override
    public Optional<Revision> branch(String name) {
      return Optional.empty();
    }

    @Override
    public List<Revision> parents(Revision revision) {
      return List.of();
    }

    @Override
    public CommitInfo describe(Revision revision) {
      return ADA;
    }
  }
}
