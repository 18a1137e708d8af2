package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.environments.EnvironmentFiles;
import dev.sluice.git.GitLimits;
import dev.sluice.git.WorkingDirectory;
import dev.sluice.kube.Cluster;
import dev.sluice.kube.Clusters;
import dev.sluice.kube.Requests;
import dev.sluice.kube.TestAccess;
import dev.sluice.model.Environment;
import dev.sluice.model.Manifest;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Strategy;
import dev.sluice.promote.strategy.BlueGreenObjects;
import dev.sluice.promote.strategy.BlueGreenObjects.Side;
import dev.sluice.promote.strategy.CanaryObjects;
import dev.sluice.promote.strategy.Slot;
import dev.sluice.render.DesiredObject;
import dev.sluice.render.KustomizeRenderer;
import dev.sluice.render.RenderLimits;
import dev.sluice.testing.Checkout;
import dev.sluice.testing.TestCluster;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the strategies make of the worked example is taken by a real API server. */
class WorkedExampleStrategiesApiTest {

  @Test
  void theApiServerTakesSlotsSideBySideAndACanaryBesideTheStableRelease() throws Exception {
    Set<String> made = new TreeSet<>();
    List<String> refused = new ArrayList<>();
    Source checkout =
        new Source(
            new Revision("config", "c".repeat(40)),
            WorkingDirectory.of(Checkout.root(), GitLimits.DEFAULT));
    try (KustomizeRenderer renderer =
            KustomizeRenderer.open(2, RenderLimits.DEFAULT, Clock.systemUTC())
                .orElseThrow(() -> new AssertionError("built without the kustomize worker"));
        Clusters clusters =
            TestAccess.clusters(TestCluster.shared().kubeconfig(), new Requests())) {
      Cluster cluster = clusters.get("").cluster();
      for (Environment environment :
          EnvironmentFiles.read(checkout.tree(), "environments").environments()) {
        for (String application : environment.own().keySet()) {
          String namespace = TestCluster.newNamespace("strategies");
          List<DesiredObject> release =
              new Composer(renderer)
                  .compose(environment.target("config", application), checkout)
                  .desired()
                  .objects();
          for (Manifest one : beside(environment.policy(application).strategy(), release)) {
            made.add(environment.name() + "/" + application + ": " + one.name());
            try {
              cluster.apply(
                  one.inNamespace(namespace), Cluster.Persistence.DRY_RUN, Cluster.Ownership.ASK);
            } catch (Stopped stopped) {
              refused.add(environment.name() + ": " + stopped.failure());
            }
          }
        }
      }
    }
    assertThat(refused).isEmpty();
    assertThat(made)
        .contains(
            "prod/openpolicy: api-gateway-blue",
            "prod/openpolicy: api-gateway-hpa-green",
            "prod/openpolicy: openpolicy-lb",
            "prod/openpolicy: openpolicy-lb-preview",
            "prod/liftos: gateway-blue",
            "prod/liftos: registry-green",
            "prod/liftos: gateway-service-preview",
            "staging/liftos: gateway-canary",
            "staging/liftos: gateway-login-ingress-canary");
  }

  /** What is not as it was rendered. */
  private static List<Manifest> beside(Strategy strategy, List<DesiredObject> release)
      throws Stopped {
    List<Manifest> rendered = release.stream().map(DesiredObject::manifest).toList();
    Stream<Manifest> all =
        switch (strategy) {
          case Strategy.Rolling ignored -> Stream.of();
          case Strategy.BlueGreen blueGreen ->
              BlueGreenObjects.compose(
                      new Side(Slot.BLUE, blueGreen.services(), release),
                      Optional.of(new Side(Slot.GREEN, blueGreen.services(), release)),
                      Slot.GREEN)
                  .objects()
                  .stream()
                  .map(DesiredObject::manifest);
          case Strategy.Canary canary ->
              CanaryObjects.of(canary, rendered, rendered, canary.weights().getFirst()).stream();
        };
    return all.filter(one -> !rendered.contains(one)).toList();
  }
}
