package dev.sluice.live;

import static dev.sluice.live.LiveRig.configMapIn;
import static dev.sluice.live.LiveRig.desired;
import static dev.sluice.live.LiveRig.stateOf;
import static dev.sluice.live.LiveRig.subject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.kube.TestAccess;
import dev.sluice.live.ObjectState.Absent;
import dev.sluice.live.ObjectState.Present;
import dev.sluice.live.ObjectState.Unreadable;
import dev.sluice.live.Prediction.Predicted;
import dev.sluice.live.Prediction.Refused;
import dev.sluice.live.Prediction.Unpredicted;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.Trees;
import dev.sluice.render.Desired;
import dev.sluice.testing.TestCluster;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where objects end up, and whose they are. */
class PlacementApiTest {

  private final LiveRig rig = new LiveRig();

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void anObjectThatIsThereWithoutUsIsPredictedAsIfTakenOver() throws Stopped {
    TestCluster.admin()
        .configMaps()
        .inNamespace(rig.namespace)
        .resource(
            new io.fabric8.kubernetes.api.model.ConfigMapBuilder()
                .withNewMetadata()
                .withName("a")
                .endMetadata()
                .addToData("value", "theirs")
                .build())
        .fieldManager("somebody")
        .serverSideApply();

    Present present =
        (Present) stateOf(rig.read(rig.target, desired(rig.configMap("a", "1"))), "a");

    assertThat(present.prediction())
        .isInstanceOfSatisfying(
            Predicted.class,
            p ->
                assertThat(Trees.string(Trees.map(p.object().content(), "data"), "value"))
                    .isEqualTo("1"));
  }

  @Test
  void anObjectOfAnotherTargetIsRefusedUntilThatOneGivesItUp() throws Stopped {
    Target other = rig.target("other");
    rig.sync(other, desired(rig.configMap("a", "1")));

    Desired wish = desired(rig.configMap("a", "2"));
    Present taken = (Present) stateOf(rig.read(rig.target, wish, who(Optional.of("other"))), "a");
    assertThat(((Refused) taken.prediction()).failure().reason())
        .isEqualTo(Reason.WANTED_BY_OTHER_TARGET);

    rig.read(other, desired(rig.configMap("b", "1")));
    Present free = (Present) stateOf(rig.read(rig.target, wish, who(Optional.empty())), "a");
    assertThat(free.prediction()).isInstanceOf(Predicted.class);
  }

  @Test
  void ofTwoTargetsThatWantANewObjectTheFirstGetsIt() throws Stopped {
    assertThat(stateOf(rig.read(rig.target, desired(rig.configMap("a", "1"))), "a"))
        .matches(s -> s instanceof Absent(Predicted p));

    Desired wish = desired(rig.configMap("a", "1"));
    assertThat(stateOf(rig.read(rig.target("other"), wish, who(Optional.of("web"))), "a"))
        .matches(s ->
            s instanceof Absent(Refused(var failure))
                && failure.reason() == Reason.WANTED_BY_OTHER_TARGET);
    // The first one wants it no more, but has not run again yet.
    assertThat(stateOf(rig.read(rig.target("other"), wish, who(Optional.empty())), "a"))
        .matches(s -> s instanceof Absent(Predicted p));
  }

  @Test
  void anObjectWithoutNamespaceGetsTheDefaultOneAndAClusterScopedOneLosesIts() throws Stopped {
    String role = TestCluster.uniqueName("role");
    Live live =
        rig.read(
            rig.target,
            desired(
                TestAccess.manifest(
                    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"}}"),
                TestAccess.manifest(
                    """
                    {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole",
                     "metadata": {"name": "%s", "namespace": "elsewhere"}, "rules": []}
                    """
                        .formatted(role))));

    assertThat(live.subjects())
        .extracting(s -> s.key().namespace())
        .containsExactlyInAnyOrder(rig.namespace, "");
    assertThat(live.subjects()).allMatch(s -> s.state() instanceof Absent(Predicted p));
    assertThat(live.warnings()).singleElement().asString().contains("elsewhere");
  }

  @Test
  void theSameObjectTwiceIsOneIfEqualAndAFailureIfNot() throws Stopped {
    Manifest implicit =
        TestAccess.manifest(
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},"
                + "\"data\":{\"value\":\"1\"}}");

    assertThat(rig.read(rig.target, desired(implicit, rig.configMap("a", "1"))).subjects())
        .hasSize(1);
    Stopped stopped =
        catchThrowableOfType(
            Stopped.class, () -> rig.read(rig.target, desired(implicit, rig.configMap("a", "2"))));
    assertThat(stopped.failure().reason()).isEqualTo(Reason.DUPLICATE_OBJECT);
  }

  @Test
  void whatNeedsACrdOrNamespaceOfTheSameRenderIsUnpredictedAndAnUnknownKindIsNamed()
      throws Stopped {
    String group = rig.namespace + ".example";
    String fresh = TestCluster.uniqueName("fresh");
    Live live =
        rig.read(
            rig.target,
            desired(
                TestAccess.manifest(
                    """
                    {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
                     "metadata": {"name": "gadgets.%1$s"},
                     "spec": {"group": "%1$s", "scope": "Cluster",
                      "names": {"kind": "Gadget", "plural": "gadgets"},
                      "versions": [{"name": "v1", "served": true, "storage": true,
                       "schema": {"openAPIV3Schema": {"type": "object"}}}]}}
                    """
                        .formatted(group)),
                custom(group, "Gadget", "g"),
                custom("nothing.example", "Nothing", "n"),
                TestAccess.manifest(
                    "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"%s\"}}"
                        .formatted(fresh)),
                configMapIn(fresh, "inside", "1"),
                configMapIn(fresh + "-not", "outside", "1")));

    assertThat(stateOf(live, "g")).matches(s -> s instanceof Absent(Unpredicted u));
    assertThat(subject(live, "g").key().namespace()).isEmpty();
    assertThat(stateOf(live, "n"))
        .matches(s -> s instanceof Unreadable(var f) && f.reason() == Reason.UNKNOWN_KIND);
    assertThat(stateOf(live, "inside")).matches(s -> s instanceof Absent(Unpredicted u));
    assertThat(stateOf(live, "outside"))
        .matches(
            s -> s instanceof Absent(Refused(var f)) && f.reason() == Reason.NAMESPACE_MISSING);
  }

  /** What is told of the others: who wants everything; whoever does not has given it up. */
  private static OtherTargets who(Optional<String> wants) {
    return new OtherTargets() {
      @Override
      public Optional<String> wantedBy(ObjectKey key) {
        return wants;
      }

      @Override
      public boolean givenUp(ObjectKey key, String name) {
        return wants.isEmpty();
      }
    };
  }

  private static Manifest custom(String group, String kind, String name) {
    return TestAccess.manifest(
        "{\"apiVersion\":\"%s/v1\",\"kind\":\"%s\",\"metadata\":{\"name\":\"%s\"}}"
            .formatted(group, kind, name));
  }
}
