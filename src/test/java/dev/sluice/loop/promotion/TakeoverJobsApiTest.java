package dev.sluice.loop.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.controlplane.ControlPlane;
import dev.sluice.controlplane.ControlPlaneOptions;
import dev.sluice.controlplane.Extent;
import dev.sluice.controlplane.Progress;
import dev.sluice.controlplane.User;
import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitHostOptions;
import dev.sluice.kube.TestAccess;
import dev.sluice.promote.ledger.Ed25519Keys;
import dev.sluice.promote.ledger.LedgerKeys;
import dev.sluice.promote.machine.Decision;
import dev.sluice.promote.machine.Request;
import dev.sluice.testing.ConfigRepository;
import dev.sluice.testing.Eventually;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Jobs of takeovers on a control plane whose Pods run, and fail where they say so. */
class TakeoverJobsApiTest {

  private static final String PROD =
      """
      roles:
        standby: { overlays: apps/*/prod-asleep }
        active: { data: "jobs/{application}/back.yaml", traffic: "jobs/{application}/home.yaml" }
      """;
  private static final String DR =
      """
      roles:
        active:
          overlays: apps/*/dr-active
          data: "jobs/{application}/data.yaml"
          traffic: "jobs/{application}/traffic.yaml"
        standby: { data: "jobs/{application}/follow.yaml" }
      """;

  private static ControlPlane plane;
  private static KubernetesClient admin;

  @TempDir Path folder;
  private final LedgerKeys keys = Ed25519Keys.generate();
  private final String suffix = TestCluster.uniqueName("jobs");

  @BeforeAll
  static void start() {
    plane = ControlPlane.start(ControlPlaneOptions.of(Extent.NODES), Progress.silent());
    admin = TestCluster.clientOf(plane, User.ADMIN.name());
    TestAccess.installOwnKinds(admin);
  }

  @AfterAll
  static void end() {
    admin.close();
    plane.close();
  }

  @Test
  void eachRunsOnceForADrillAFailoverAndAFailback() throws Exception {
    try (ConfigRepository config = ConfigRepository.create(folder, "config");
        GitHost host = GitHost.start(folder, GitHostOptions.open())) {
      StandbyStage stage = stage(config, jobs(Map.of()));
      try (EngineRig rig = ready(stage, host)) {
        Decision.Answered drill = stage.ask(rig, Request.Action.DRILL);
        assertThat(drill.message()).contains("dr could take over", "data ", "restore ");
        assertThat(runs()).containsExactly("dr drill data", "dr drill follow");

        assertThat(stage.ask(rig, Request.Action.FAILOVER).message())
            .startsWith("dr serves: ")
            .contains("data ", "traffic ");
        assertThat(runs())
            .containsExactly(
                "dr drill data", "dr drill follow", "dr failover data", "dr failover traffic");

        assertThat(stage.ask(rig, Request.Action.FAILBACK).message())
            .startsWith("prod serves again: ");
        assertThat(runs())
            .containsExactly(
                "dr drill data",
                "dr drill follow",
                "dr failback follow",
                "dr failover data",
                "dr failover traffic",
                "prod failback back",
                "prod failback home");
      }
    }
  }

  @Test
  void oneThatFailsStopsTheFailoverWhereItStandsAndIsNamed() throws Exception {
    try (ConfigRepository config = ConfigRepository.create(folder, "config");
        GitHost host = GitHost.start(folder, GitHostOptions.open())) {
      StandbyStage stage = stage(config, jobs(Map.of("data", "fail")));
      try (EngineRig rig = ready(stage, host)) {
        Decision.Answered answer = stage.ask(rig, Request.Action.FAILOVER);

        assertThat(answer.result()).isEqualTo(Decision.Result.REFUSED);
        assertThat(answer.message())
            .contains(
                "the failover to dr failed; data: dr-data of web: Job "
                    + namespace("dr")
                    + "/web-dr-data-",
                " failed",
                "container main ended with exit code 1",
                "It stays standby; mend that and ask again with `sluice dr failover dr`");
        assertThat(runs()).containsExactly("dr failover data");
        assertThat(stage.lines("dr")).noneMatch(line -> line.contains("\"role\":\"active\""));

        assertThat(stage.ask(rig, Request.Action.DRILL).message())
            .contains("dr could not take over; data: dr-data of web: Job ")
            .contains("revert ", "restore ");
        assertThat(runs()).containsExactly("dr drill data", "dr drill follow", "dr failover data");
      }
    }
  }

  @Test
  void oneThatFailsAtTheEndLeavesTheStandbyServing() throws Exception {
    try (ConfigRepository config = ConfigRepository.create(folder, "config");
        GitHost host = GitHost.start(folder, GitHostOptions.open())) {
      StandbyStage stage = stage(config, jobs(Map.of("traffic", "fail")));
      try (EngineRig rig = ready(stage, host)) {
        assertThat(stage.ask(rig, Request.Action.FAILOVER).message())
            .contains("traffic: dr-traffic of web: Job ", "It stays active");
        assertThat(stage.lines("dr")).anyMatch(line -> line.contains("\"role\":\"active\""));

        assertThat(stage.ask(rig, Request.Action.FAILBACK).message())
            .startsWith("prod serves again: ");
      }
    }
  }

  @Test
  void oneThatRunsIsNotStartedAgainByTheNextLife() throws Exception {
    try (ConfigRepository config = ConfigRepository.create(folder, "config");
        GitHost host = GitHost.start(folder, GitHostOptions.open())) {
      StandbyStage stage = stage(config, jobs(Map.of("data", "run")));
      String asked;
      try (EngineRig rig = ready(stage, host)) {
        asked = stage.create(rig, Request.Action.FAILOVER);
        TestAccess.until("the data are being brought", () -> runs().size() == 1);
      }
      String uid = jobs("dr").getFirst().getMetadata().getUid();
      try (EngineRig next = rig(host)) {
        next.start();
        // Not before the next life has seen it run, a second one would show.
        Eventually.holds("there is a Pod", () -> pod() != null);
        finish(pod());
        TestAccess.until("the failover is over", () -> stage.answer(next, asked).isPresent());
        assertThat(stage.answer(next, asked).orElseThrow().message()).startsWith("dr serves: ");
      }
      assertThat(runs()).containsExactly("dr failover data", "dr failover traffic");
      assertThat(jobs("dr")).anyMatch(job -> job.getMetadata().getUid().equals(uid));
    }
  }

  private StandbyStage stage(ConfigRepository config, Map<String, String> files) throws Exception {
    for (String environment : List.of("prod", "dr")) {
      admin
          .resource(
              new NamespaceBuilder()
                  .withNewMetadata()
                  .withName(namespace(environment))
                  .endMetadata()
                  .build())
          .create();
    }
    StandbyStage stage = new StandbyStage(config, suffix);
    stage.commit(PROD, DR, files);
    return stage;
  }

  private EngineRig ready(StandbyStage stage, GitHost host) throws Exception {
    EngineRig rig = rig(host);
    rig.start();
    TestAccess.until("dr is ready", stage::isReady);
    return rig;
  }

  private EngineRig rig(GitHost host) throws Exception {
    return new EngineRig(
        new EngineRig.Place(
            plane.kubeconfig("admin"),
            namespace("dr"),
            host.url("config"),
            Files.createTempDirectory(folder, "rig"),
            keys));
  }

  private String namespace(String environment) {
    return "web-%s-%s".formatted(environment, suffix);
  }

  /** The Jobs that were made: environment, what for, and which file; sorted. */
  private List<String> runs() {
    return List.of("dr", "prod").stream()
        .flatMap(environment ->
            jobs(environment).stream()
                .map(job ->
                    "%s %s %s"
                        .formatted(
                            environment,
                            job
                                .getSpec()
                                .getTemplate()
                                .getSpec()
                                .getContainers()
                                .getFirst()
                                .getEnv()
                                .stream()
                                .filter(variable -> variable.getName().equals("SLUICE_TAKEOVER"))
                                .map(variable -> variable.getValue())
                                .findFirst()
                                .orElse("-"),
                            job.getMetadata().getLabels().get("file"))))
        .sorted()
        .toList();
  }

  private List<Job> jobs(String environment) {
    return admin.batch().v1().jobs().inNamespace(namespace(environment)).list().getItems();
  }

  private Pod pod() {
    return admin.pods().inNamespace(namespace("dr")).list().getItems().stream()
        .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
        .findFirst()
        .orElse(null);
  }

  /** Lets a Pod that runs for good come to its end. */
  private static void finish(Pod pod) {
    admin
        .resource(pod)
        .edit(live -> {
          live.getMetadata().getAnnotations().remove("demo.sluice.dev/job");
          return live;
        });
  }

  /** The files of all Jobs; some of them with a fate: fail, run. */
  private static Map<String, String> jobs(Map<String, String> fates) {
    Map<String, String> files = new HashMap<>();
    for (String name : List.of("data", "traffic", "follow", "back", "home")) {
      files.put(
          "jobs/web/%s.yaml".formatted(name),
          """
          apiVersion: batch/v1
          kind: Job
          metadata: { name: %1$s, labels: { file: %1$s } }
          spec:
            backoffLimit: 0
            template:
              metadata: { annotations: { demo.sluice.dev/job: %2$s } }
              spec:
                restartPolicy: Never
                containers: [{ name: main, image: "registry.example/main:1" }]
          """
              .formatted(name, fates.getOrDefault(name, "end")));
    }
    return files;
  }
}
