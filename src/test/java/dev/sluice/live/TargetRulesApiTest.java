package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.health.HealthRules;
import dev.sluice.health.RuleBook;
import dev.sluice.kube.Cluster;
import dev.sluice.kube.ClusterSettings;
import dev.sluice.kube.Clusters;
import dev.sluice.kube.Observations;
import dev.sluice.kube.Requests;
import dev.sluice.kube.TestAccess;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Health;
import dev.sluice.model.KindRules;
import dev.sluice.model.Labels;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Origin;
import dev.sluice.model.Stopped;
import dev.sluice.testing.TestCluster;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules that come with an application hold for its objects, whenever they were seen. */
class TargetRulesApiTest {

  private static final ApiKind CONFIG_MAP = ApiKind.of("v1", "ConfigMap");

  private final String namespace = TestCluster.newNamespace("rules");
  private final String shop = namespace + "-dev";
  private final Requests requests = new Requests();
  private final Reduction reduction =
      new Reduction(new HealthRules(RuleBook.EMPTY, group -> RuleBook.EMPTY));
  private final TargetRules rules = new TargetRules(reduction);
  private final Clusters clusters =
      new Clusters(
          List.of(
              new ClusterSettings(
                  "",
                  new ClusterSettings.Access.Kubeconfig(
                      TestCluster.shared().kubeconfig("admin"), ""))),
          reduction::of,
          requests,
          InstantSource.system());

  @AfterEach
  void close() {
    clusters.close();
  }

  @Test
  void changedRulesAreUsedOnWhatWasSeenBeforeAndOnWhatComes() throws Stopped {
    Cluster cluster = clusters.get("").cluster();
    Observations observations = clusters.get("").observations();
    apply("mode", "broken", shop);
    apply("other", "broken", namespace + "-prod");
    observations.watch(Set.of(CONFIG_MAP));
    assertThat(health("mode")).isEqualTo(Health.HEALTHY);
    requests.drain();

    rules.use(shop, rules("broken"), cluster, observations);

    assertThat(requests.drain())
        .containsExactly("GET /api/v1/namespaces/" + namespace + "/configmaps/mode -> 200");
    assertThat(health("mode")).isEqualTo(new Health(Health.State.DEGRADED, "mode is broken"));
    assertThat(health("other")).isEqualTo(Health.HEALTHY);

    rules.use(shop, rules("broken"), cluster, observations);
    assertThat(requests.drain()).isEmpty();

    apply("mode", "good", shop);
    TestAccess.until("the event is judged too", () -> health("mode").equals(Health.HEALTHY));

    rules.use(shop, rules("good"), cluster, observations);
    assertThat(health("mode")).isEqualTo(new Health(Health.State.DEGRADED, "mode is good"));

    rules.use(shop, List.of(), cluster, observations);
    assertThat(health("mode")).isEqualTo(Health.HEALTHY);
  }

  private Health health(String name) {
    try {
      return clusters
          .get("")
          .observations()
          .find(new ObjectKey("", "ConfigMap", namespace, name))
          .orElseThrow()
          .health();
    } catch (Stopped e) {
      throw new AssertionError(e);
    }
  }

  private void apply(String name, String mode, String mark) throws Stopped {
    Manifest manifest =
        TestAccess.manifest(
            """
            {"apiVersion": "v1", "kind": "ConfigMap",
             "metadata": {"name": "%s", "namespace": "%s", "labels": {"%s": "%s"}},
             "data": {"mode": "%s"}}
            """
                .formatted(name, namespace, Labels.TARGET, mark, mode));
    clusters.get("").cluster().apply(manifest, Cluster.Persistence.STORED, Cluster.Ownership.FORCE);
  }

  private static List<KindRules> rules(String bad) {
    Origin origin = new Origin("overlays/shop/application.yaml", 7);
    return List.of(
        new KindRules(
            "",
            List.of("ConfigMap"),
            List.of(
                new KindRules.Rule(
                    Health.State.DEGRADED,
                    "object.data.mode == '" + bad + "'",
                    "'mode is ' + object.data.mode",
                    origin)),
            origin));
  }
}
