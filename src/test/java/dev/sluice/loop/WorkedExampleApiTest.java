package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.controlplane.ControlPlane;
import dev.sluice.controlplane.ControlPlaneOptions;
import dev.sluice.controlplane.Extent;
import dev.sluice.controlplane.Progress;
import dev.sluice.controlplane.User;
import dev.sluice.demo.CustomKinds;
import dev.sluice.demo.Surroundings;
import dev.sluice.environments.EnvironmentFiles;
import dev.sluice.git.GitLimits;
import dev.sluice.git.WorkingDirectory;
import dev.sluice.kube.Cluster;
import dev.sluice.kube.Clusters;
import dev.sluice.kube.Requests;
import dev.sluice.kube.TestAccess;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Environment;
import dev.sluice.model.Health;
import dev.sluice.model.Manifest;
import dev.sluice.model.Origin;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.Trees;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.OwnPolicy;
import dev.sluice.model.promotion.Role;
import dev.sluice.probe.StandbyProbe;
import dev.sluice.promote.BranchTips;
import dev.sluice.promote.dr.readiness.Lack;
import dev.sluice.promote.dr.readiness.Readiness;
import dev.sluice.promote.dr.readiness.StandingBy;
import dev.sluice.render.DesiredObject;
import dev.sluice.render.KustomizeRenderer;
import dev.sluice.render.RenderLimits;
import dev.sluice.testing.Checkout;
import dev.sluice.testing.Eventually;
import dev.sluice.testing.TestCluster;
import dev.sluice.testing.Yaml;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The platforms of {@code overlays/} on a real control plane with nodes. */
class WorkedExampleApiTest {

  /** The directories of each application: one for each environment, and one for a role. */
  private static final List<String> OVERLAYS = List.of("dev", "staging", "prod", "dr", "dr-active");

  private static ControlPlane plane;
  private static KubernetesClient admin;
  private static KustomizeRenderer renderer;
  private static Composer composer;
  private static Source checkout;
  private static ClusterRig rig;
  private static Clusters clusters;

  @BeforeAll
  static void start() throws Exception {
    plane = ControlPlane.start(ControlPlaneOptions.of(Extent.NODES), Progress.silent());
    admin = TestCluster.clientOf(plane, User.ADMIN.name());
    try (Stream<Path> files = Files.list(Checkout.root().resolve("deploy/base/crds"))) {
      files.forEach(WorkedExampleApiTest::install);
    }
    namespace("rig-state");
    renderer =
        KustomizeRenderer.open(2, RenderLimits.DEFAULT, Clock.systemUTC())
            .orElseThrow(() -> new AssertionError("built without the kustomize worker"));
    composer = new Composer(renderer);
    checkout =
        new Source(
            new Revision("config", "c".repeat(40)),
            WorkingDirectory.of(Checkout.root(), GitLimits.DEFAULT));
    clusters = TestAccess.clusters(plane.kubeconfig(), new Requests());
    rig = new ClusterRig(plane.kubeconfig(), "rig-state");
    Target kinds = target("crds", "cluster");
    rig.settle(kinds, manifests(kinds));
    Eventually.holds("the kinds are served", () -> health(kinds) == Health.State.HEALTHY);
    plane.play(CustomKinds.stages());
  }

  @AfterAll
  static void end() {
    rig.close();
    clusters.close();
    renderer.close();
    admin.close();
    plane.close();
  }

  @Test
  void theApiServerTakesEveryObjectOfEveryPlatformInEveryEnvironmentAndRole() throws Exception {
    Cluster cluster = clusters.get("").cluster();
    List<String> refused = new ArrayList<>();
    for (String application : applications()) {
      for (String overlay : OVERLAYS) {
        Target target = target(application, overlay);
        namespace(target.namespace());
        Manifest[] manifests = manifests(target);
        assertThat(manifests).as(target.overlay()).isNotEmpty();
        List<Manifest> all = new ArrayList<>(List.of(manifests));
        composer.compose(target, checkout).hooks().forEach(hook -> all.add(hook.manifest()));
        for (Manifest manifest : all) {
          try {
            cluster.apply(manifest, Cluster.Persistence.DRY_RUN, Cluster.Ownership.ASK);
          } catch (Stopped stopped) {
            refused.add(target.overlay() + ": " + stopped.failure());
          }
        }
      }
    }
    assertThat(refused).isEmpty();
  }

  @Test
  void everyStandbyCouldTakeOverWhereWhatGitDoesNotHoldIsThere() throws Exception {
    Cluster cluster = clusters.get("").cluster();
    Aims aims =
        new Aims(
            new BranchTips((repository, branch) -> checkout.revision()),
            revision -> checkout,
            composer,
            new LastGood());
    Rehearsal rehearsal =
        new Rehearsal(
            aims,
            target -> rig.stages(),
            new Wants(new Targets(), aims),
            new StandbyProbe(target -> cluster));
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    for (String application : applications()) {
      namespace(application + "-dr");
      before.addAll(lacks(rehearsal, application));
    }
    new Surroundings(cluster).create(List.of("dr"));
    for (String application : applications()) {
      after.addAll(lacks(rehearsal, application));
    }
    assertThat(before)
        .as("Secrets and the class of ingresses")
        .isNotEmpty()
        .allSatisfy(lack -> assertThat(lack).containsPattern("^(Secret|IngressClass).* missing"));
    assertThat(after).isEmpty();
  }

  private static List<String> lacks(Rehearsal rehearsal, String application) throws Stopped {
    String folder = "overlays/" + application;
    Target dr =
        new Target(
            new TargetId("config", application, "dr"),
            folder + "/dr",
            application + "-dr",
            "",
            "main",
            SyncPolicy.DEFAULT,
            Optional.empty(),
            Target.Driver.LEDGER,
            Map.of(Role.STANDBY, folder + "/dr", Role.ACTIVE, folder + "/dr-active"));
    return Readiness.of(
            new StandingBy(Optional.empty(), true, "", Health.HEALTHY),
            Optional.of(rehearsal.of(dr)))
        .lacks()
        .stream()
        .map(Lack::what)
        .toList();
  }

  @Test
  void theApiServerTakesTheJobsOfTheGates() throws Exception {
    namespace("jobs-of-gates");
    int jobs = 0;
    for (Environment environment :
        EnvironmentFiles.read(checkout.tree(), "environments").environments()) {
      for (OwnPolicy own : environment.own().values()) {
        for (Gate gate : own.policy().gates()) {
          if (gate instanceof Gate.Job job) {
            dryRun(job.manifest());
            jobs++;
          }
        }
      }
    }
    assertThat(jobs)
        .as("Ops Tower's in staging, prod and dr, Lift OS' in staging and prod")
        .isEqualTo(5);
  }

  private static void dryRun(String file) throws Exception {
    Map<String, Object> content = Yaml.documents(Checkout.root().resolve(file)).getFirst();
    String name = Trees.string(Trees.map(content, "metadata"), "name");
    Manifest job =
        new Manifest(ApiKind.of("batch/v1", "Job"), "", name, content, Origin.file(file));
    clusters
        .get("")
        .cluster()
        .apply(
            job.inNamespace("jobs-of-gates"), Cluster.Persistence.DRY_RUN, Cluster.Ownership.ASK);
  }

  @ParameterizedTest
  @MethodSource("applications")
  void aPlatformBecomesHealthyAndASecondRunAsksNothing(String application) throws Exception {
    Target target = target(application, "dev");
    namespace(target.namespace());
    Composition composition = composer.compose(target, checkout);
    Manifest[] manifests = manifests(target);

    rig.settle(target, composition.settings(), manifests);
    Eventually.holds(
        "all of " + application + " is healthy",
        () ->
            rig.stages().observations().of(rig.installation.mark(target.id())).size()
                    == manifests.length
                && health(target) == Health.State.HEALTHY);

    rig.settle(target, composition.settings(), manifests);
    rig.requests.drain();
    ClusterRig.Run second = rig.run(target, composition.settings(), manifests);
    assertThat(second.plan().isEmpty()).isTrue();
    assertThat(second.failures()).isEmpty();
    assertThat(rig.requests.drain()).isEmpty();
  }

  private static Manifest[] manifests(Target target) throws Stopped {
    return composer.compose(target, checkout).desired().objects().stream()
        .map(DesiredObject::manifest)
        .toArray(Manifest[]::new);
  }

  private static Health.State health(Target target) {
    Health worst = Health.HEALTHY;
    for (var seen : rig.stages().observations().of(rig.installation.mark(target.id()))) {
      worst = worst.worse(seen.health());
    }
    return worst.state();
  }

  private static Target target(String application, String environment) {
    return new Target(
        new TargetId("config", application, environment),
        "overlays/" + application + "/" + environment,
        application + "-" + environment,
        "",
        "main",
        SyncPolicy.DEFAULT);
  }

  private static void namespace(String name) {
    admin
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .serverSideApply();
  }

  private static void install(Path file) {
    try (InputStream yaml = Files.newInputStream(file)) {
      admin.load(yaml).items().forEach(crd -> admin.resource(crd).serverSideApply());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> applications() throws IOException {
    try (Stream<Path> folders = Files.list(Checkout.root().resolve("overlays"))) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .filter(name -> !name.equals("crds"))
          .sorted()
          .toList();
    }
  }
}
