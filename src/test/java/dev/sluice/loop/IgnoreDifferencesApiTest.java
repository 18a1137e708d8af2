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
import dev.sluice.model.Target;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fields that are left to others. The controllers of autoscalers and injectors are played by a
 * writer of their name, but for the autoscaler of Kubernetes itself, which runs.
 */
class IgnoreDifferencesApiTest {

  private static final String SCALED = "kube-controller-manager";

  private final String namespace = TestCluster.newNamespaceForPods("ignore");
  private final Target target = ClusterRig.target(namespace, "web", SyncPolicy.DEFAULT);
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
  @DisplayName("19 replicas ignored by path: what was ours is parked, and no change resets it")
  void replicasIgnoredByPath() throws Stopped {
    rig.settle(target, deployment(3, "a"));
    edits.scale("hand", 5);
    awaitDrift(ApplicationSettings.NONE, deployment(3, "a"));
    rig.settle(target, deployment(3, "a"));
    assertThat(replicas()).isEqualTo(3);
    ApplicationSettings settings = ignoring("Deployment", "/spec/replicas");

    ClusterRig.Run first = rig.run(target, settings, deployment(3, "a"));

    assertThat(first.failures()).isEmpty();
    assertThat(first.change().verdict()).isEqualTo(Verdict.OWNERSHIP_ONLY);
    assertThat(first.change().why())
        .isEqualTo(
            "spec.replicas is left to others by ignoreDifferences, and keeps its live value");
    assertThat(replicas()).isEqualTo(3);
    assertThat(owners("f:replicas")).containsExactly(Labels.PARKING_MANAGER);
    assertQuiet(settings, deployment(3, "a"));

    edits.scale(SCALED, 7);
    assertQuiet(settings, deployment(3, "a"));
    rig.run(target, settings, deployment(3, "b"));
    assertThat(replicas()).isEqualTo(7);
    assertThat(image()).isEqualTo("b");
    assertQuiet(settings, deployment(3, "b"));
  }

  @Test
  @DisplayName("19 replicas omitted in Git while another scales: never reset")
  void replicasOmitted() throws Stopped {
    rig.settle(target, deployment(0, "a"));
    edits.scale(SCALED, 6);
    assertQuiet(ApplicationSettings.NONE, deployment(0, "a"));

    rig.run(target, deployment(0, "b"));

    assertThat(replicas()).isEqualTo(6);
    assertQuiet(ApplicationSettings.NONE, deployment(0, "b"));
  }

  @Test
  @DisplayName("19 a writer forced its ownership: left to it by its name, also for other changes")
  void ownershipWasForced() throws Stopped {
    ApplicationSettings settings = leavingTo("Deployment", "scaler");
    rig.settle(target, settings, deployment(3, "a"));

    edits.apply("scaler", deploymentPart("{\"replicas\": 8}"));
    assertQuiet(settings, deployment(3, "a"));
    rig.run(target, settings, deployment(4, "b"));

    assertThat(replicas()).isEqualTo(8);
    assertThat(image()).isEqualTo("b");
    assertThat(owners("f:replicas")).containsExactly("scaler");
    assertQuiet(settings, deployment(4, "b"));
  }

  @Test
  @DisplayName(
      "19 an autoscaler in the same render: replicas are handed over with their live value")
  void autoscalerInGit() throws Stopped {
    rig.settle(target, deployment(3, "a"));

    ClusterRig.Run run = rig.run(target, deployment(3, "a"), autoscaler(4));

    assertThat(run.failures()).isEmpty();
    assertThat(change(run, "Deployment").why())
        .isEqualTo(
            "spec.replicas is left to HorizontalPodAutoscaler web, and keeps its live value");
    // The real autoscaler of the control plane raises it to its minimum.
    TestAccess.until("it scaled", () -> replicas() == 4);
    rig.settle(target, deployment(3, "a"), autoscaler(4));
    rig.run(target, deployment(3, "b"), autoscaler(4));
    assertThat(replicas()).isEqualTo(4);
    assertThat(image()).isEqualTo("b");
    assertQuiet(ApplicationSettings.NONE, deployment(3, "b"), autoscaler(4));
  }

  @Test
  @DisplayName("19 replicas leave Git in the commit that brings the autoscaler: no fall to 1")
  void replicasLeaveGitWithTheAutoscaler() throws Stopped {
    rig.settle(target, deployment(3, "a"));

    ClusterRig.Run run = rig.run(target, deployment(0, "a"), autoscaler(3));

    assertThat(run.failures()).isEmpty();
    assertThat(replicas()).isEqualTo(3);
    assertQuiet(ApplicationSettings.NONE, deployment(0, "a"), autoscaler(3));
  }

  @Test
  @DisplayName("19 an autoscaler that somebody created by hand is found when it scales")
  void autoscalerFoundLive() throws Stopped {
    rig.settle(target, deployment(3, "a"));
    edits.create(autoscaler(5));
    TestAccess.until("it scaled", () -> replicas() == 5);
    awaitDrift(ApplicationSettings.NONE, deployment(3, "a"));

    ClusterRig.Run run = rig.settle(target, deployment(3, "a"));

    assertThat(run.failures()).isEmpty();
    assertThat(replicas()).isEqualTo(5);
    ClusterRig.Run update = rig.run(target, deployment(3, "b"));
    assertThat(update.failures()).isEmpty();
    assertThat(replicas()).isEqualTo(5);
    assertQuiet(ApplicationSettings.NONE, deployment(3, "b"));
  }

  @Test
  @DisplayName("19 created with an autoscaler: Git's number is where it starts")
  void createdWithTheAutoscaler() throws Stopped {
    rig.run(target, deployment(3, "a"), autoscaler(2));

    assertThat(replicas()).isEqualTo(3);
    assertThat(owners("f:replicas")).containsExactly(Labels.PARKING_MANAGER);
    rig.settle(target, deployment(3, "a"), autoscaler(2));
    assertQuiet(ApplicationSettings.NONE, deployment(3, "a"), autoscaler(2));
  }

  @Test
  @DisplayName("19 a rule that goes: the parked field is ours again, and leaves when Git drops it")
  void aRuleGoes() throws Stopped {
    ApplicationSettings settings = ignoring("Deployment", "/spec/replicas");
    rig.settle(target, settings, deployment(3, "a"));
    assertThat(owners("f:replicas")).containsExactly(Labels.PARKING_MANAGER);

    rig.settle(target, deployment(4, "a"));
    assertThat(replicas()).isEqualTo(4);
    assertThat(owners("f:replicas")).containsExactly(Labels.FIELD_MANAGER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Cg=="})
  @DisplayName("26 an empty caBundle in Git neither wipes the injected one nor is drift")
  void emptyBundle(String inGit) throws Stopped {
    String name = namespace + (inGit.isEmpty() ? "-none" : "-line");
    Manifest git = LiveEdits.webhook(name, "\"caBundle\": \"" + inGit + "\", ");
    try {
      rig.settle(target, git);
      edits.apply("cert-manager-cainjector", LiveEdits.injected(name));
      assertQuiet(ApplicationSettings.NONE, git);

      ClusterRig.Run run =
          rig.run(target, LiveEdits.webhook(name, "\"caBundle\": \"" + inGit + "\", ", 7));

      assertThat(run.change().verdict()).isEqualTo(Verdict.UPDATE);
      assertThat(edits.bundle(name)).isEqualTo(LiveEdits.BUNDLE);
      assertQuiet(
          ApplicationSettings.NONE,
          LiveEdits.webhook(name, "\"caBundle\": \"" + inGit + "\", ", 7));
    } finally {
      edits.deleteWebhook(name);
    }
  }

  @Test
  @DisplayName("33 one variable of one container is left to others; the rest is applied")
  void elementOfAList() throws Stopped {
    ApplicationSettings settings =
        ignoring("Deployment", "/spec/template/spec/containers[name=web]/env[name=MODE]");
    rig.settle(target, settings, deployment(2, "a", "slow", "low"));
    edits.apply(
        "tuner",
        deploymentPart(
            """
            {"template": {"spec": {"containers": [
             {"name": "web", "env": [{"name": "MODE", "value": "fast"}]}]}}}
            """));
    assertQuiet(settings, deployment(2, "a", "slow", "low"));

    rig.run(target, settings, deployment(2, "b", "slower", "high"));

    assertThat(variables()).containsExactly("LEVEL=high", "MODE=fast");
    assertThat(image()).isEqualTo("b");
    assertQuiet(settings, deployment(2, "b", "slower", "high"));
  }

  @Test
  @DisplayName("34 a field below a list of a custom resource is untouched when the rest changes")
  void belowAListThatIsReplacedAsAWhole() throws Stopped {
    LiveEdits.installSources();
    ApplicationSettings settings = ignoring("Source", "/spec/sources[name=a]/revision");
    rig.settle(target, settings, source("1", "x"));
    edits.replaceRevision("9");

    rig.settle(target, settings, source("1", "x"));
    assertThat(edits.sources()).containsExactly("a 9 x", "b 1 x");
    ClusterRig.Run run = rig.run(target, settings, source("2", "y"));

    assertThat(run.failures()).isEmpty();
    assertThat(edits.sources()).containsExactly("a 9 y", "b 2 y");
    assertQuiet(settings, source("2", "y"));
  }

  private void awaitDrift(ApplicationSettings settings, Manifest... git) {
    TestAccess.until(
        "the watch has seen it",
        () -> {
          try {
            return !rig.run(target, settings, git).plan().isEmpty();
          } catch (Stopped stopped) {
            throw new AssertionError(stopped);
          }
        });
  }

  /** Whatever the watches have brought by now: nothing is to be done, and nothing is asked. */
  private void assertQuiet(ApplicationSettings settings, Manifest... git) throws Stopped {
    awaitSeen();
    rig.settle(target, settings, git);
    rig.requests.drain();
    ClusterRig.Run run = rig.run(target, settings, git);
    assertThat(run.plan().isEmpty()).isTrue();
    assertThat(run.changes().all()).allMatch(change -> change.verdict() == Verdict.SAME);
    assertThat(rig.requests.drain()).isEmpty();
  }

  private void awaitSeen() {
    Deployment now = current();
    if (now != null) {
      TestAccess.until("the watch has seen it", () -> rig.sees(target, current()));
    }
  }

  private static dev.sluice.diff.Change change(ClusterRig.Run run, String kind) {
    return run.changes().all().stream()
        .filter(change -> change.subject().key().kind().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static ApplicationSettings ignoring(String kind, String... fields) {
    return settings(
        new IgnoreRule(
            "",
            kind,
            "",
            "",
            Arrays.stream(fields).map(FieldPointer::parse).toList(),
            Set.of(),
            ""));
  }

  private static ApplicationSettings leavingTo(String kind, String manager) {
    return settings(new IgnoreRule("", kind, "", "", List.of(), Set.of(manager), manager));
  }

  private static ApplicationSettings settings(IgnoreRule rule) {
    return new ApplicationSettings(
        List.of(), SyncPolicy.Adoption.REFUSE, List.of(rule), List.of(), "f");
  }

  private Manifest deployment(int replicas, String image) {
    return deployment(replicas, image, "slow", "low");
  }

  private Manifest deployment(int replicas, String image, String mode, String level) {
    return ClusterRig.manifest(
        """
        {"apiVersion": "apps/v1", "kind": "Deployment",
         "metadata": {"name": "web", "namespace": "%s"},
         "spec": {%s "selector": {"matchLabels": {"app": "web"}},
          "template": {"metadata": {"labels": {"app": "web"}},
           "spec": {"containers": [{"name": "web", "image": "%s", "env": [
            {"name": "LEVEL", "value": "%s"}, {"name": "MODE", "value": "%s"}]}]}}}}
        """
            .formatted(
                namespace,
                replicas == 0 ? "" : "\"replicas\": " + replicas + ",",
                image,
                level,
                mode));
  }

  private Manifest autoscaler(int least) {
    return ClusterRig.manifest(
        """
        {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
         "metadata": {"name": "web", "namespace": "%s"},
         "spec": {"minReplicas": %d, "maxReplicas": 9, "scaleTargetRef":
          {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}}}
        """
            .formatted(namespace, least));
  }

  private Manifest source(String revision, String path) {
    return ClusterRig.manifest(
        """
        {"apiVersion": "ignore.example.com/v1", "kind": "Source",
         "metadata": {"name": "web", "namespace": "%1$s"},
         "spec": {"sources": [
          {"name": "a", "revision": "%2$s", "path": "%3$s"},
          {"name": "b", "revision": "%2$s", "path": "%3$s"}]}}
        """
            .formatted(namespace, revision, path));
  }

  private String deploymentPart(String spec) {
    return """
    {"apiVersion": "apps/v1", "kind": "Deployment",
     "metadata": {"name": "web", "namespace": "%s"}, "spec": %s}
    """
        .formatted(namespace, spec);
  }

  private Deployment current() {
    return TestCluster.admin().apps().deployments().inNamespace(namespace).withName("web").get();
  }

  private int replicas() {
    return current().getSpec().getReplicas();
  }

  private String image() {
    return current().getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  private List<String> variables() {
    return current().getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream()
        .map(variable -> variable.getName() + "=" + variable.getValue())
        .toList();
  }

  /** Who owns a field of the spec, status left out. */
  private List<String> owners(String field) {
    return current().getMetadata().getManagedFields().stream()
        .filter(entry ->
            String.valueOf(entry.getFieldsV1().getAdditionalProperties().get("f:spec"))
                .contains(field))
        .map(ManagedFieldsEntry::getManager)
        .toList();
  }
}
