package dev.sluice.loop;

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
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two daemons of two installations, with targets of the very same names in one cluster: case 37 of
 * the corpus.
 */
class TwoInstallationsApiTest {

  private final String namespace = TestCluster.newNamespace("shared");
  private final Target target =
      ClusterRig.target(namespace, "web", ClusterRig.policy(Adoption.TAKE_OVER));
  private ClusterRig one;
  private ClusterRig two;

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @BeforeEach
  void open() throws Stopped {
    one = new ClusterRig();
    two = new ClusterRig();
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void theSecondClaimIsRefusedAndNamesTheFirst() throws Stopped {
    one.settle(target, configMap("a", "1"));
    String version = live("a").getMetadata().getResourceVersion();

    ClusterRig.Run run = two.run(target, configMap("a", "2"));

    assertThat(run.failures())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.reason()).isEqualTo(Reason.OWNED_BY_OTHER_INSTALLATION);
          assertThat(failure.message())
              .contains(one.installation.id())
              .contains(two.installation.id());
          assertThat(failure.remedy()).contains("sluice.dev/adopt: \"" + one.installation.id());
        });
    assertThat(live("a").getMetadata().getResourceVersion()).isEqualTo(version);
    assertThat(one.run(target, configMap("a", "1")).plan().isEmpty()).isTrue();
  }

  @Test
  void neitherPrunesNorHealsWhatIsTheOthers() throws Stopped {
    one.settle(target, configMap("a", "1"), configMap("b", "1"));
    two.settle(target, configMap("c", "1"));
    TestAccess.until(
        "two has seen what one made", () -> two.seesLabelled(one.installation.mark(target.id())));

    ClusterRig.Run run = two.run(target, configMap("c", "1"));

    assertThat(run.changes().all())
        .extracting(change -> change.verdict())
        .containsOnly(Verdict.SAME);
    TestCluster.admin()
        .configMaps()
        .inNamespace(namespace)
        .withName("a")
        .edit(map -> {
          map.getData().put("value", "by hand");
          return map;
        });
    TestAccess.until("two has seen the edit", () -> two.seesObject(live("a")));
    assertThat(two.run(target, configMap("c", "1")).plan().isEmpty()).isTrue();
    assertThat(live("a").getData()).containsEntry("value", "by hand");
    TestAccess.until("one has seen the edit", () -> one.seesObject(live("a")));
    one.settle(target, configMap("a", "1"));
    assertThat(live("a").getData()).containsEntry("value", "1");
    assertThat(live("b")).isNull();
    assertThat(live("c")).isNotNull();
  }

  @Test
  void isHandedOverByNameAndTheFormerOneNeitherTakesItBackNorPrunesIt() throws Stopped {
    one.settle(target, configMap("a", "1"));
    String uid = live("a").getMetadata().getUid();

    two.settle(target, adopting("a", "2", one.installation.id()));

    assertThat(live("a").getData()).containsEntry("value", "2");
    assertThat(live("a").getMetadata().getUid()).isEqualTo(uid);
    assertThat(label("a")).isEqualTo(two.installation.mark(target.id()));
    TestAccess.until("one has seen it", () -> one.seesObject(live("a")));
    // The same Git for both: the annotation names the one that it is taken from.
    assertThat(one.run(target, adopting("a", "2", one.installation.id())).failures())
        .extracting(failure -> failure.reason())
        .containsExactly(Reason.OWNED_BY_OTHER_INSTALLATION);
    one.run(target, configMap("other", "1"));
    assertThat(live("a").getMetadata().getUid()).isEqualTo(uid);
  }

  @Test
  void whatWasLabelledBeforeLabelsNamedTheInstallationIsRelabelledInPlace() throws Stopped {
    one.settle(target, configMap("a", "1"), configMap("b", "1"));
    List.of("a", "b").forEach(this::labelAsTheFirstReleaseDid);
    String uid = live("a").getMetadata().getUid();
    TestAccess.until(
        "the labels are seen", () -> !one.seesLabelled(one.installation.mark(target.id())));

    one.settle(target, configMap("a", "1"));

    assertThat(label("a")).isEqualTo(one.installation.mark(target.id()));
    assertThat(live("a").getMetadata().getUid()).isEqualTo(uid);
    assertThat(live("b")).isNull();
  }

  @Test
  void anOldLabelThatThisInstallationDidNotWriteIsAFence() throws Stopped {
    one.settle(target, configMap("a", "1"));
    labelAsTheFirstReleaseDid("a");

    assertThat(two.run(target, configMap("a", "2")).failures())
        .extracting(failure -> failure.reason())
        .containsExactly(Reason.WANTED_BY_OTHER_TARGET);
    two.settle(target, adopting("a", "2", "true"));
    assertThat(label("a")).isEqualTo(two.installation.mark(target.id()));
  }

  /** As a daemon of the first release would have applied it. */
  private void labelAsTheFirstReleaseDid(String name) {
    ConfigMap map = live(name);
    map.getMetadata().getLabels().put(Labels.TARGET, Labels.targetName(target.id()));
    map.getMetadata().setManagedFields(null);
    map.getMetadata().setResourceVersion(null);
    TestCluster.admin()
        .configMaps()
        .inNamespace(namespace)
        .resource(map)
        .fieldManager(Labels.FIELD_MANAGER)
        .forceConflicts()
        .serverSideApply();
  }

  private String label(String name) {
    return live(name).getMetadata().getLabels().get(Labels.TARGET);
  }

  private ConfigMap live(String name) {
    return TestCluster.admin().configMaps().inNamespace(namespace).withName(name).get();
  }

  private Manifest configMap(String name, String value) {
    return manifest(name, value, "");
  }

  private Manifest adopting(String name, String value, String whom) {
    return manifest(name, value, "\"%s\": \"%s\"".formatted(Labels.ADOPT, whom));
  }

  private Manifest manifest(String name, String value, String annotations) {
    return ClusterRig.manifest(
        """
        {"apiVersion": "v1", "kind": "ConfigMap",
         "metadata": {"name": "%s", "namespace": "%s", "annotations": {%s}},
         "data": {"value": "%s"}}
        """
            .formatted(name, namespace, annotations, value));
  }
}
