package dev.sluice.loop;

import static dev.sluice.loop.FormerOwner.deployment;
import static dev.sluice.loop.FormerOwner.probe;
import static dev.sluice.loop.FormerOwner.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.Verdict;
import dev.sluice.kube.TestAccess;
import dev.sluice.model.Labels;
import dev.sluice.model.Manifest;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy.Adoption;
import dev.sluice.model.Target;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Taking running objects over from every tool that may have made them. */
class AdoptionApiTest {

  private final String namespace = TestCluster.newNamespaceForPods("adopt");
  private ClusterRig rig;

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @BeforeEach
  void open() throws Stopped {
    rig = new ClusterRig();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @ParameterizedTest
  @EnumSource
  void isTakenOverWithoutARestartAndWhatLeavesGitReallyGoes(FormerOwner owner) throws Stopped {
    owner.install(namespace, spec("slow", probe()));
    Deployment before = settled();
    String replicaSet = replicaSets().getFirst().getMetadata().getUid();

    ClusterRig.Run adopted = rig.run(taking(), git("slow", probe()));

    assertThat(adopted.change().verdict()).isEqualTo(Verdict.ADOPT);
    assertThat(adopted.failures()).isEmpty();
    assertThat(adopted.change().fields())
        .extracting(field -> field.path())
        .containsExactly("metadata.labels[\"sluice.dev/target\"]");
    rig.settle(taking(), git("slow", probe()));
    Deployment after = settled();
    assertThat(after.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
    assertThat(after.getSpec()).isEqualTo(before.getSpec());
    assertThat(replicaSets())
        .singleElement()
        .matches(rs -> rs.getMetadata().getUid().equals(replicaSet));
    // A label that charts set too, and that Git does not declare, is all that may be left.
    assertThat(fieldsOf(after, owner.manager))
        .isIn("", "{f:metadata={f:labels={f:app.kubernetes.io/instance={}}}}");
    assertThat(after.getMetadata().getAnnotations().keySet())
        .containsExactly("deployment.kubernetes.io/revision");
    assertThat(after.getMetadata().getLabels().keySet())
        .isSubsetOf("sluice.dev/target", "app.kubernetes.io/instance");

    rig.settle(taking(), git("", ""));

    var container = current().getSpec().getTemplate().getSpec().getContainers().getFirst();
    assertThat(container.getLivenessProbe()).isNull();
    assertThat(container.getEnv()).isEmpty();
    assertThat(current().getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
  }

  @ParameterizedTest
  @EnumSource(names = {"HELM", "ARGO_CD", "ARGO_CD_SERVER_SIDE", "FLUX", "FLUX_HELM"})
  void isRefusedAndLeftAloneUnlessTakingIsAllowed(FormerOwner owner) throws Stopped {
    owner.install(namespace, spec("slow", probe()));
    Target target = ClusterRig.target(namespace, "web", ClusterRig.policy(Adoption.REFUSE));
    Deployment before = settled();

    ClusterRig.Run run = rig.run(target, git("fast", ""));

    assertThat(run.change().verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(run.failures())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.reason()).isEqualTo(Reason.OWNED_BY_OTHER_TOOL);
          assertThat(failure.remedy()).contains("adopt: true").contains("Stop ");
        });
    // Its controller may write its status meanwhile: only our own hand counts.
    assertThat(current().getSpec()).isEqualTo(before.getSpec());
    assertThat(current().getMetadata().getLabels()).isEqualTo(before.getMetadata().getLabels());
    assertThat(fieldsOf(current(), Labels.FIELD_MANAGER)).isEmpty();
  }

  @Test
  void whatKubectlMadeIsTakenOnFirstTouchAndTheConflictIsShown() throws Stopped {
    FormerOwner.KUBECTL_SERVER_SIDE.install(namespace, spec("slow", probe()));
    Target target = ClusterRig.target(namespace, "web", ClusterRig.policy(Adoption.REFUSE));

    ClusterRig.Run run = rig.run(target, git("fast", probe()));

    assertThat(run.change().verdict()).isEqualTo(Verdict.ADOPT);
    assertThat(run.change().fields())
        .filteredOn(field -> field.path().endsWith("env[name=MODE].value"))
        .singleElement()
        .satisfies(field -> {
          assertThat(field.before()).isEqualTo("\"slow\"");
          assertThat(field.owner()).isEqualTo("kubectl");
        });
    assertThat(value()).isEqualTo("fast");
  }

  @Test
  void whatTheFormerOwnerSetAndGitDoesNotStaysAndIsNamed() throws Stopped {
    FormerOwner.HELM.install(
        namespace,
        spec("slow", ", \"securityContext\": {\"privileged\": true}")
            .replace("\"env\": [", "\"env\": [{\"name\": \"EXTRA\", \"value\": \"1\"}, "));
    rig.settle(taking(), git("slow", ""));

    assertThat(rig.foreign(taking()))
        .containsExactlyInAnyOrder(
            "spec.template.spec.containers[name=web].env[name=EXTRA] by helm",
            "spec.template.spec.containers[name=web].securityContext by helm");
    assertThat(current().getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv())
        .hasSize(2);
  }

  @Test
  void aToolThatGoesOnIsNamedAsTheContestant() throws Stopped {
    FormerOwner.FLUX.install(namespace, spec("slow", probe()));
    rig.settle(taking(), git("slow", probe()));

    ClusterRig.Run last = rig.run(taking(), git("slow", probe()));
    for (int i = 0; i < 30 && last.change().verdict() != Verdict.CONTESTED; i++) {
      FormerOwner.FLUX.apply(namespace, spec("flux-" + i, probe()));
      TestAccess.until("Flux's write is seen", () -> rig.sees(taking(), current()));
      last = rig.run(taking(), git("slow", probe()));
    }

    assertThat(last.change().verdict()).isEqualTo(Verdict.CONTESTED);
    assertThat(last.change().why()).contains("kustomize-controller");
    assertThat(last.failures())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.reason()).isEqualTo(Reason.CONTESTED);
          assertThat(failure.message()).contains("kustomize-controller");
        });
  }

  @Test
  void theSecondRunAfterTakingOverMakesNoRequest() throws Stopped {
    FormerOwner.KUBECTL.install(namespace, spec("slow", probe()));
    settled();
    rig.settle(taking(), git("slow", probe()));
    rig.requests.drain();

    assertThat(rig.run(taking(), git("slow", probe())).plan().isEmpty()).isTrue();

    assertThat(rig.requests.drain()).isEmpty();
  }

  private String value() {
    return current()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getEnv()
        .getFirst()
        .getValue();
  }

  private Target taking() {
    return ClusterRig.target(namespace, "web", ClusterRig.policy(Adoption.TAKE_OVER));
  }

  private Manifest git(String mode, String more) {
    String spec = spec(mode, more);
    return ClusterRig.manifest(
        deployment(
            namespace,
            "",
            "",
            mode.isEmpty() ? spec.replaceAll(",\\s+\"env\": \\[[^]]*]", "") : spec));
  }

  private Deployment current() {
    return TestCluster.admin().apps().deployments().inNamespace(namespace).withName("web").get();
  }

  /** As it is once its controller has seen it. */
  private Deployment settled() {
    TestAccess.until(
        "the Deployment is observed",
        () -> {
          Deployment now = current();
          return now.getMetadata().getGeneration().equals(now.getStatus().getObservedGeneration())
              && !replicaSets().isEmpty();
        });
    return current();
  }

  private List<ReplicaSet> replicaSets() {
    return TestCluster.admin().apps().replicaSets().inNamespace(namespace).list().getItems();
  }

  private static String fieldsOf(Deployment deployment, String manager) {
    return deployment.getMetadata().getManagedFields().stream()
        .filter(entry -> entry.getManager().equals(manager))
        .map(entry -> entry.getFieldsV1().getAdditionalProperties().toString())
        .collect(Collectors.joining());
  }
}
