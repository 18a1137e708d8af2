package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.apply.Outcome;
import dev.sluice.model.ApiKind;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Health;
import dev.sluice.model.Manifest;
import dev.sluice.model.Origin;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.plan.Plan;
import dev.sluice.promote.BranchTips;
import dev.sluice.render.Closure;
import dev.sluice.render.Desired;
import dev.sluice.render.DesiredObject;
import dev.sluice.render.Renderer;
import dev.sluice.report.Report;
import dev.sluice.testing.MemoryTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Applications wait for those they depend on, and are told, never asking. */
class DependenciesTest {

  private static final Health BUSY = new Health(Health.State.PROGRESSING, "rolls out");
  private static final Target WEB = target("web", "dev");
  private static final Target DATABASE = target("database", "dev");

  private final MemoryTree files = new MemoryTree();
  private final Targets targets = new Targets();
  private final LastGood lastGood = new LastGood();
  private final List<TargetId> woken = new ArrayList<>();
  private String tip = "first";

  private final Aims aims =
      new Aims(
          new BranchTips((repository, branch) -> new Revision(repository, tip)),
          revision -> new Source(revision, files),
          new Composer(new EachCommitAnother()),
          lastGood);
  private final Dependencies dependencies = new Dependencies(targets, aims, woken::add);

  @BeforeEach
  void webDependsOnTheDatabase() {
    targets.replace(
        "config", List.of(WEB, DATABASE, target("mail", "dev"), target("queue", "prod")));
    dependsOn("web", "database");
  }

  @Test
  void whoDependsOnNobodyNeverWaits() throws Stopped {
    assertThat(dependencies.waitingFor(DATABASE, aims.of(DATABASE))).isEmpty();
  }

  @Test
  void aTargetWaitsUntilWhatItDependsOnRunsWhatItShouldAndIsHealthy() throws Stopped {
    assertThat(waiting()).contains("application database").contains("to run what it should");

    ran(DATABASE, BUSY, Optional.of(new Outcome.Waiting("something")));
    assertThat(waiting()).contains("to be in sync");
    ran(DATABASE, BUSY, Optional.empty());
    assertThat(waiting()).contains("to be healthy (Progressing: rolls out)");
    ran(DATABASE, Health.HEALTHY, Optional.empty());

    assertThat(dependencies.waitingFor(WEB, aims.of(WEB))).isEmpty();
    assertThat(woken).containsExactly(WEB.id(), WEB.id(), WEB.id());
  }

  @Test
  void aCommitThatMovesBothIsNotOvertaken() throws Stopped {
    ran(DATABASE, Health.HEALTHY, Optional.empty());
    assertThat(dependencies.waitingFor(WEB, aims.of(WEB))).isEmpty();

    tip = "second";

    assertThat(waiting()).contains("to run what it should at second");
  }

  @Test
  void whoDoesNotWaitIsNotWoken() throws Stopped {
    ran(DATABASE, Health.HEALTHY, Optional.empty());
    assertThat(dependencies.waitingFor(WEB, aims.of(WEB))).isEmpty();

    ran(DATABASE, BUSY, Optional.empty());
    ran(DATABASE, BUSY, Optional.empty());

    assertThat(woken).isEmpty();
  }

  @Test
  void aWaitingTargetIsNotWokenByWhatChangedNothing() throws Stopped {
    ran(DATABASE, BUSY, Optional.empty());
    assertThat(waiting()).isNotEmpty();

    ran(DATABASE, BUSY, Optional.empty());

    assertThat(woken).isEmpty();
  }

  @Test
  void anApplicationThatIsNotThereIsToldWithTheNearest() {
    dependsOn("web", "databse");

    assertThatThrownBy(() -> dependencies.waitingFor(WEB, aims.of(WEB)))
        .hasMessageContaining("DependencyNotFound")
        .hasMessageContaining("overlays/web/application.yaml")
        .hasMessageContaining("spec.dependsOn")
        .hasMessageContaining("\"databse\"")
        .hasMessageContaining("Did you mean database?");
  }

  @Test
  void anotherEnvironmentsApplicationIsNotThere() {
    dependsOn("web", "queue");

    assertThatThrownBy(() -> dependencies.waitingFor(WEB, aims.of(WEB)))
        .hasMessageContaining("no application \"queue\" in dev")
        .hasMessageContaining("Known there: database, mail, web");
  }

  @Test
  void aCycleIsRefusedWithItsPath() {
    dependsOn("database", "mail");
    dependsOn("mail", "web");

    assertThatThrownBy(() -> dependencies.waitingFor(WEB, aims.of(WEB)))
        .hasMessageContaining("DependencyCycle")
        .hasMessageContaining("web -> database -> mail -> web");
  }

  @Test
  void aCycleFurtherDownIsWaitedForAndToldByThoseInIt() throws Stopped {
    dependsOn("database", "mail");
    dependsOn("mail", "database");

    assertThat(waiting()).contains("database");
    assertThatThrownBy(() -> dependencies.waitingFor(DATABASE, aims.of(DATABASE)))
        .hasMessageContaining("database -> mail -> database");
  }

  @Test
  void anApplicationMayNotWaitForItself() {
    dependsOn("web", "web");

    assertThatThrownBy(() -> dependencies.waitingFor(WEB, aims.of(WEB)))
        .hasMessageContaining("web -> web");
  }

  private String waiting() throws Stopped {
    return dependencies.waitingFor(WEB, aims.of(WEB)).map(Outcome.Waiting::on).orElse("");
  }

  private void dependsOn(String application, String other) {
    files.file(
        "overlays/" + application + "/application.yaml",
        """
        apiVersion: sluice.dev/v1alpha1
        kind: Application
        spec:
          dependsOn: [%s]
        """
            .formatted(other));
  }

  private void ran(Target target, Health health, Optional<Outcome.Waiting> waiting) throws Stopped {
    Aim aim = aims.of(target);
    dependencies.ran(
        new Report(
            target,
            aim.allowed().revision(),
            CommitInfo.ofUnknown(aim.allowed().revision()),
            aim.composition().digest(),
            1,
            new Plan(List.of(), List.of()),
            new Outcome(List.of(), waiting),
            health,
            Optional.empty(),
            List.of()));
  }

  private static Target target(String application, String environment) {
    return new Target(
        new TargetId("config", application, environment),
        "overlays/" + application + "/" + environment,
        application,
        "",
        "main",
        SyncPolicy.DEFAULT);
  }

  private static Desired desired(String digest) {
    Map<String, Object> content =
        Map.of("apiVersion", "v1", "kind", "ConfigMap", "metadata", Map.of("name", "one"));
    Manifest manifest =
        new Manifest(ApiKind.of("v1", "ConfigMap"), "", "one", content, Origin.UNKNOWN);
    return new Desired(
        List.of(new DesiredObject(manifest, "d")),
        new Closure("test", new TreeMap<>()),
        digest,
        List.of());
  }

  private static final class EachCommitAnother implements Renderer {

    @Override
    public Desired render(Source source, String overlay) {
      return desired(source.revision().commit() + overlay);
    }

    @Override
    public String yaml(Source source, String overlay) {
      throw new UnsupportedOperationException("not asked for here");
    }
  }
}
