package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kube.TestAccess;
import dev.sluice.model.Manifest;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.testing.ApiProxy;
import dev.sluice.testing.ApiProxy.Fate;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A daemon dies before and after every single write of a release that creates, changes and prunes:
 * from that write on, nothing of it reaches the API server. The next life, which knows only what is
 * stored there, finishes the work, and neither loses nor orphans nor touches anything else.
 */
class CrashPointsApiTest {

  private static final Map<String, String> BEFORE =
      Map.of("same", "1", "changes", "1", "leaves", "1", "leaves-too", "1");
  private static final Map<String, String> AFTER =
      Map.of("same", "1", "changes", "2", "comes", "1", "comes-too", "1");

  @TempDir Path folder;

  @BeforeAll
  static void install() {
    TestAccess.installOwnKinds();
  }

  @Test
  void deathBeforeAnyWriteIsSurvived() throws Exception {
    assertThat(dieAtEveryWrite(Fate.LOST)).as("writes of a release").isGreaterThanOrEqualTo(7);
  }

  @Test
  void deathAfterAnyWriteIsSurvived() throws Exception {
    assertThat(dieAtEveryWrite(Fate.ANSWER_LOST))
        .as("writes of a release")
        .isGreaterThanOrEqualTo(7);
  }

  /** Returns how many points of death there were. */
  private int dieAtEveryWrite(Fate lastWrite) throws Exception {
    int at = 1;
    while (diesAt(at, lastWrite)) {
      at++;
    }
    return at - 1;
  }

  private boolean diesAt(int fatal, Fate lastWrite) throws IOException, Stopped {
    String namespace = TestCluster.newNamespace("crash");
    String state = TestCluster.newNamespace("crash-state");
    Path direct = TestCluster.shared().kubeconfig("admin");
    Target target = ClusterRig.target(namespace, "web", SyncPolicy.DEFAULT);
    try (ClusterRig first = new ClusterRig(direct, state)) {
      var unused = first.settle(target, manifests(namespace, BEFORE));
    }
    foreign(namespace);
    String uid = uid(namespace, "same");

    boolean died = release(fatal, lastWrite, state, target);

    try (ClusterRig next = new ClusterRig(direct, state)) {
      var unused = next.settle(target, manifests(namespace, AFTER));
      assertThat(values(namespace)).as("after death at write " + fatal).isEqualTo(withForeign());
      assertThat(uid(namespace, "same")).isEqualTo(uid);
      next.requests.drain();
      assertThat(next.run(target, manifests(namespace, AFTER)).plan().isEmpty()).isTrue();
      assertThat(next.requests.drain()).isEmpty();
    }
    return died;
  }

  /** Brings the release until it is done, or until death. */
  private boolean release(int fatal, Fate lastWrite, String state, Target target)
      throws IOException {
    boolean[] dead = new boolean[1];
    ApiProxy.Interference death =
        (method, path, write) -> {
          synchronized (dead) {
            if (dead[0]) {
              return Fate.LOST;
            }
            dead[0] = write == fatal;
            return dead[0] ? lastWrite : Fate.PASS;
          }
        };
    try (ApiProxy proxy = ApiProxy.before(TestCluster.shared(), death);
        ClusterRig doomed = new ClusterRig(proxy.kubeconfig(folder), state)) {
      var unused = doomed.settle(target, manifests(target.namespace(), AFTER));
    } catch (Stopped | AssertionError end) {
      assertThat(dead[0]).as("it ended by death and nothing else: " + end).isTrue();
    }
    return dead[0];
  }

  private static Manifest[] manifests(String namespace, Map<String, String> values) {
    return values.entrySet().stream()
        .map(entry ->
            ClusterRig.manifest(
                """
                {"apiVersion": "v1", "kind": "ConfigMap",
                 "metadata": {"name": "%s", "namespace": "%s"}, "data": {"value": "%s"}}
                """
                    .formatted(entry.getKey(), namespace, entry.getValue())))
        .toArray(Manifest[]::new);
  }

  /** Somebody else's object, which nothing may happen to. */
  private static void foreign(String namespace) {
    TestCluster.admin()
        .resource(
            """
            {"apiVersion": "v1", "kind": "ConfigMap",
             "metadata": {"name": "foreign", "namespace": "%s"}, "data": {"value": "0"}}
            """
                .formatted(namespace))
        .create();
  }

  private static Map<String, String> withForeign() {
    Map<String, String> all = new java.util.TreeMap<>(AFTER);
    all.put("foreign", "0");
    return all;
  }

  private static Map<String, String> values(String namespace) {
    return maps(namespace).stream()
        .collect(
            Collectors.toMap(
                map -> map.getMetadata().getName(), map -> map.getData().get("value")));
  }

  private static String uid(String namespace, String name) {
    return maps(namespace).stream()
        .filter(map -> map.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getMetadata()
        .getUid();
  }

  private static List<ConfigMap> maps(String namespace) {
    return TestCluster.admin().configMaps().inNamespace(namespace).list().getItems().stream()
        .filter(map -> !map.getMetadata().getName().equals("kube-root-ca.crt"))
        .toList();
  }
}
