package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.Verdict;
import dev.sluice.kube.TestAccess;
import dev.sluice.model.ApplicationSettings;
import dev.sluice.model.FieldPointer;
import dev.sluice.model.IgnoreRule;
import dev.sluice.model.Labels;
import dev.sluice.model.Manifest;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.SyncPolicy.ForeignFields;
import dev.sluice.model.Target;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Fields that Git never mentioned, and fields that Git shares with a person. */
class ForeignFieldsApiTest {

  private static final String SIDECAR =
      """
      {"spec": {"template": {"spec": {"hostNetwork": true, "containers": [
       {"name": "proxy", "image": "proxy"}]}}}}
      """;

  private final String namespace = TestCluster.newNamespaceForPods("foreign");
  private final LiveEdits edits = new LiveEdits(namespace);
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

  @Test
  @DisplayName("32 a port and a label that Git never mentioned are told of, and stay")
  void foreignFieldsAreTold() throws Stopped {
    Target target = target(ForeignFields.REPORT);
    begin(target, ApplicationSettings.NONE, deployment("a", ""));
    edits.strategic("kubectl-edit", SIDECAR);
    edits.patch("kubectl-label", "{\"metadata\": {\"labels\": {\"tier\": \"front\"}}}");

    assertQuiet(target, deployment("a", ""));

    assertThat(rig.foreign(target))
        .containsExactly(
            "spec.template.spec.containers[name=proxy] by kubectl-edit",
            "spec.template.spec.hostNetwork by kubectl-edit",
            "metadata.labels.tier by kubectl-label");
    rig.settle(target, deployment("b", ""));
    assertThat(pod().getContainers()).hasSize(2);
    assertThat(current().getMetadata().getLabels()).containsEntry("tier", "front");
    assertQuiet(target, deployment("b", ""));
  }

  @Test
  @DisplayName("32 what a person adds to a Pod template is removed unless it is only reported")
  void securityRelevantFieldsAreRemovedByDefault() throws Stopped {
    Target target = target(SyncPolicy.DEFAULT.foreign());
    begin(target, ApplicationSettings.NONE, deployment("a", ""));
    edits.patch("kubectl-label", "{\"metadata\": {\"labels\": {\"tier\": \"front\"}}}");
    edits.strategic("kubectl-edit", SIDECAR);
    awaitSeen(target);

    ClusterRig.Run run = rig.run(target, deployment("a", ""));

    assertThat(run.change().verdict()).isEqualTo(Verdict.DRIFTED);
    // The controller of Deployments writes at the same time: the next run may have to finish.
    var unused = rig.settle(target, deployment("a", ""));
    assertThat(run.change().fields())
        .extracting(field -> field.path() + " by " + field.owner() + " -> " + field.after())
        .containsExactly(
            "spec.template.spec.containers[name=proxy] by kubectl-edit -> ",
            "spec.template.spec.hostNetwork by kubectl-edit -> ");
    assertThat(pod().getContainers()).singleElement().matches(one -> one.getName().equals("web"));
    assertThat(pod().getHostNetwork()).isNull();
    assertThat(current().getMetadata().getLabels()).containsEntry("tier", "front");
    assertQuiet(target, deployment("a", ""));
  }

  @Test
  @DisplayName("32 a variable that a person adds to a container of ours is removed, ours stays")
  void aVariableInOurContainer() throws Stopped {
    Target target = target(SyncPolicy.DEFAULT.foreign());
    begin(
        target,
        ApplicationSettings.NONE,
        deployment("a", "{\"name\": \"MODE\", \"value\": \"slow\"}"));
    edits.strategic(
        "kubectl-set",
        """
        {"spec": {"template": {"spec": {"containers": [
         {"name": "web", "env": [{"name": "DEBUG", "value": "1"}]}]}}}}
        """);
    awaitSeen(target);

    rig.settle(target, deployment("a", "{\"name\": \"MODE\", \"value\": \"slow\"}"));

    assertThat(pod().getContainers().getFirst().getEnv())
        .singleElement()
        .matches(variable -> variable.getName().equals("MODE"));
    assertQuiet(target, deployment("a", "{\"name\": \"MODE\", \"value\": \"slow\"}"));
  }

  @Test
  @DisplayName("32 revert removes all that people set, and nothing of controllers")
  void revert() throws Stopped {
    Target target = target(ForeignFields.REVERT);
    begin(target, ApplicationSettings.NONE, deployment("a", ""));
    edits.patch("kubectl-label", "{\"metadata\": {\"labels\": {\"tier\": \"front\"}}}");
    edits.patch("web-operator", "{\"metadata\": {\"labels\": {\"zone\": \"eu\"}}}");
    edits.patch("k9s", "{\"spec\": {\"minReadySeconds\": 5}}");
    awaitSeen(target);

    rig.settle(target, deployment("a", ""));

    assertThat(current().getMetadata().getLabels())
        .containsOnlyKeys(Labels.TARGET, "zone")
        .containsEntry("zone", "eu");
    assertThat(current().getSpec().getMinReadySeconds()).isNull();
    assertThat(rig.foreign(target)).containsExactly("metadata.labels.zone by web-operator");
    assertQuiet(target, deployment("a", ""));
  }

  @Test
  @DisplayName("32 a foreign field that the application leaves to others is not removed")
  void ignoredForeignField() throws Stopped {
    Target target = target(ForeignFields.REVERT);
    ApplicationSettings settings =
        new ApplicationSettings(
            List.of(),
            SyncPolicy.Adoption.REFUSE,
            List.of(
                new IgnoreRule(
                    "apps",
                    "Deployment",
                    "",
                    "",
                    List.of(FieldPointer.parse("/metadata/labels/tier")),
                    Set.of(),
                    "")),
            List.of(),
            "f");
    begin(target, settings, deployment("a", ""));
    edits.patch("kubectl-label", "{\"metadata\": {\"labels\": {\"tier\": \"front\"}}}");
    awaitSeen(target);
    rig.requests.drain();

    ClusterRig.Run run = rig.run(target, settings, deployment("a", ""));

    assertThat(run.plan().phases()).isEmpty();
    assertThat(rig.requests.drain()).isEmpty();
    assertThat(current().getMetadata().getLabels()).containsEntry("tier", "front");
  }

  @Test
  @DisplayName("21 kubectl rollout restart annotates the template: told of, and it converges")
  void rolloutRestart() throws Stopped {
    Target target = target(SyncPolicy.DEFAULT.foreign());
    begin(target, ApplicationSettings.NONE, deployment("a", ""));
    edits.strategic(
        "kubectl-rollout",
        """
        {"spec": {"template": {"metadata": {"annotations":
         {"kubectl.kubernetes.io/restartedAt": "2026-01-05T10:00:00Z"}}}}}
        """);

    assertQuiet(target, deployment("a", ""));

    assertThat(rig.foreign(target))
        .containsExactly(
            "spec.template.metadata.annotations[\"kubectl.kubernetes.io/restartedAt\"]"
                + " by kubectl-rollout");
    rig.settle(target, deployment("b", ""));
    assertThat(current().getSpec().getTemplate().getMetadata().getAnnotations())
        .containsOnlyKeys("kubectl.kubernetes.io/restartedAt");
    assertQuiet(target, deployment("b", ""));
  }

  @Test
  @DisplayName("a field that a person shares leaves the cluster when it leaves Git")
  void sharedWithAPerson() throws Stopped {
    Target target = target(ForeignFields.REPORT);
    Manifest git = deployment("a", "{\"name\": \"MODE\", \"value\": \"slow\"}");
    begin(target, ApplicationSettings.NONE, git);
    edits.apply(
        "kubectl",
        part(
            """
            {"template": {"spec": {"containers": [
             {"name": "web", "image": "a", "env": [{"name": "MODE", "value": "slow"}]}]}}}
            """));
    awaitSeen(target);
    assertThat(managers()).contains("kubectl");

    ClusterRig.Run run = rig.run(target, deployment("a", ""));

    assertThat(run.change().fields())
        .extracting(field -> field.path())
        .containsExactly("spec.template.spec.containers[name=web].env");
    var unused = rig.settle(target, deployment("a", ""));
    assertThat(pod().getContainers().getFirst().getEnv()).isEmpty();
    assertThat(managers()).doesNotContain("kubectl");
    assertQuiet(target, deployment("a", ""));
  }

  @Test
  @DisplayName("a field that a controller shares is kept alive by it, and the plan says so")
  void sharedWithAController() throws Stopped {
    Target target = target(ForeignFields.REVERT);
    begin(
        target,
        ApplicationSettings.NONE,
        deployment("a", "{\"name\": \"MODE\", \"value\": \"slow\"}"));
    edits.apply(
        "tuner",
        part(
            """
            {"template": {"spec": {"containers": [
             {"name": "web", "env": [{"name": "MODE", "value": "slow"}]}]}}}
            """));
    awaitSeen(target);

    ClusterRig.Run run = rig.run(target, deployment("b", ""));

    assertThat(run.change().verdict()).isEqualTo(Verdict.UPDATE);
    assertThat(run.change().why()).contains("left Git, and is kept alive by tuner");
    assertThat(pod().getContainers().getFirst().getEnv()).hasSize(1);
    assertQuiet(target, deployment("b", ""));
  }

  @Test
  @DisplayName("a hand edit that was set back ends with our ownership alone")
  void editedAndSetBack() throws Stopped {
    Target target = target(ForeignFields.REPORT);
    begin(target, ApplicationSettings.NONE, deployment("a", ""));
    edits.strategic(
        "kubectl-edit",
        "{\"spec\": {\"template\": {\"spec\": {\"containers\": [{\"name\": \"web\", \"image\": \"b\"}]}}}}");
    edits.strategic(
        "kubectl-edit",
        "{\"spec\": {\"template\": {\"spec\": {\"containers\": [{\"name\": \"web\", \"image\": \"a\"}]}}}}");
    awaitSeen(target);

    ClusterRig.Run run = rig.run(target, deployment("a", ""));

    assertThat(run.change().verdict()).isEqualTo(Verdict.OWNERSHIP_ONLY);
    // The controller of Deployments writes at the same time: the next run may have to finish.
    var unused = rig.settle(target, deployment("a", ""));
    assertThat(managers()).doesNotContain("kubectl-edit").contains(Labels.FIELD_MANAGER);
    assertQuiet(target, deployment("a", ""));
  }

  private void assertQuiet(Target target, Manifest git) throws Stopped {
    awaitSeen(target);
    rig.settle(target, git);
    rig.requests.drain();
    assertThat(rig.run(target, git).plan().isEmpty()).isTrue();
    assertThat(rig.requests.drain()).isEmpty();
  }

  /** As Git says, and the controller of Deployments has put its own annotation beside. */
  private void begin(Target target, ApplicationSettings settings, Manifest git) {
    var created = rig.settle(target, settings, git);
    awaitSeen(target);
    var quiet = rig.settle(target, settings, git);
  }

  /**
   * The controller of Deployments answers every change with some of its own; on a slow machine the
   * first of them would come in the middle of a run.
   */
  private void awaitSeen(Target target) {
    TestAccess.until(
        "the controller and the watch have seen it",
        () -> {
          Deployment now = current();
          Long observed = now.getStatus().getObservedGeneration();
          return now.getMetadata().getGeneration().equals(observed) && rig.sees(target, now);
        });
  }

  private Target target(ForeignFields foreign) {
    SyncPolicy usual = SyncPolicy.DEFAULT;
    return ClusterRig.target(
        namespace,
        "web",
        new SyncPolicy(
            usual.prune(),
            usual.selfHeal(),
            usual.maxDeletions(),
            usual.namespaces(),
            usual.adoption(),
            foreign));
  }

  private Manifest deployment(String image, String variable) {
    return ClusterRig.manifest(
        """
        {"apiVersion": "apps/v1", "kind": "Deployment",
         "metadata": {"name": "web", "namespace": "%s", "annotations": {}},
         "spec": {"replicas": 1, "selector": {"matchLabels": {"app": "web"}},
          "template": {"metadata": {"labels": {"app": "web"}},
           "spec": {"containers": [{"name": "web", "image": "%s"%s}]}}}}
        """
            .formatted(
                namespace, image, variable.isEmpty() ? "" : ", \"env\": [" + variable + "]"));
  }

  private String part(String spec) {
    return """
    {"apiVersion": "apps/v1", "kind": "Deployment",
     "metadata": {"name": "web", "namespace": "%s"}, "spec": %s}
    """
        .formatted(namespace, spec);
  }

  private Deployment current() {
    return TestCluster.admin().apps().deployments().inNamespace(namespace).withName("web").get();
  }

  private PodSpec pod() {
    return current().getSpec().getTemplate().getSpec();
  }

  private List<String> managers() {
    return current().getMetadata().getManagedFields().stream()
        .filter(entry -> entry.getSubresource() == null)
        .map(ManagedFieldsEntry::getManager)
        .distinct()
        .toList();
  }
}
