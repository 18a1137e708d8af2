package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.model.promotion.Entry.Kind;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A release gets a growing share of the traffic, by a second Ingress beside the first. */
class CanarySystemTest {

  private static final String WEIGHT = "nginx.ingress.kubernetes.io/canary-weight";

  /** What the analysis is answered: a status. */
  private final AtomicInteger answer = new AtomicInteger(200);

  private HttpServer analysed;

  @BeforeEach
  void serve() throws IOException {
    analysed = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    analysed.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(answer.get(), -1);
          exchange.close();
        });
    analysed.start();
  }

  @AfterEach
  void stop() {
    analysed.stop(0);
  }

  @Test
  void goesThroughItsStepsWhateverHappensOnTheWay() throws Exception {
    try (PipelineScene scene = PipelineScene.open("canary")) {
      put(scene, "example.com/web:1");
      String first = scene.commit();
      declare(scene, 600);
      scene.awaitEntry("prod", Kind.VERIFIED, first);
      assertThat(canary(scene)).as("nothing to run beside").isNull();

      answer.set(503);
      put(scene, "example.com/web:2");
      String second = scene.commit();
      scene.await("it has its first share", () -> weight(scene).equals("20"));
      assertThat(image(scene, "web")).isEqualTo("example.com/web:1");
      assertThat(image(scene, "web-canary")).isEqualTo("example.com/web:2");

      scene
          .world()
          .admin()
          .resource(canary(scene))
          .edit(ingress -> {
            ingress.getMetadata().getAnnotations().put(WEIGHT, "90");
            return ingress;
          });
      scene.await("a share that nobody recorded is healed", () -> weight(scene).equals("20"));

      scene.world().daemon().kill();
      scene.forgetPromotions();
      scene.world().daemon().start();
      answer.set(200);
      scene.await("it goes on where it was", () -> weight(scene).equals("60"));

      scene.awaitEntry("prod", Kind.VERIFIED, second);
      assertThat(image(scene, "web")).isEqualTo("example.com/web:2");
      scene.await("the copies are gone", () -> canary(scene) == null && copy(scene) == null);
      assertThat(scene.ledger("prod").stream().filter(line -> line.contains("\"Phase\"")))
          .as("two shares and the end, each recorded once")
          .hasSize(3);
    }
  }

  @Test
  void whatFailsItsAnalysisIsTakenAwayAndTheStableReleaseGoesOn() throws Exception {
    try (PipelineScene scene = PipelineScene.open("canary-bad")) {
      put(scene, "example.com/web:1");
      String good = scene.commit();
      declare(scene, 3);
      scene.awaitEntry("prod", Kind.VERIFIED, good);

      answer.set(503);
      put(scene, "example.com/web:2");
      String bad = scene.commit();
      scene.awaitEntry("prod", Kind.FAILED, bad);
      scene.await("the copies are gone", () -> canary(scene) == null && copy(scene) == null);
      assertThat(image(scene, "web")).isEqualTo("example.com/web:1");
      scene.awaitEntry("prod", Kind.VERIFIED, good);
      assertThat(image(scene, "web")).isEqualTo("example.com/web:1");
    }
  }

  private void declare(PipelineScene scene, int attempts) throws IOException {
    scene.first(
        "prod",
        "strategy: { canary: { weights: [20, 60], pause: 2s } }",
        "rollback: { automatic: true }",
        "gates:",
        "  - http:",
        "      name: analysis",
        "      phase: during",
        "      url: http://127.0.0.1:%d/".formatted(analysed.getAddress().getPort()),
        "      attempts: " + attempts,
        "      interval: 1s");
  }

  private static void put(PipelineScene scene, String image) {
    scene
        .put("service.yaml", Manifests.service("web"))
        .put(
            "ingress.yaml",
            """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: { name: web }
            spec:
              ingressClassName: nginx
              rules:
                - host: web.example.com
                  http:
                    paths:
                      - path: /
                        pathType: Prefix
                        backend: { service: { name: web, port: { number: 80 } } }
            """)
        // No node runs Pods here: without replicas it is healthy.
        .put(
            "deployment.yaml",
            Manifests.deployment("web", image).replace("replicas: 1", "replicas: 0"));
  }

  private static Ingress canary(PipelineScene scene) {
    return scene
        .world()
        .admin()
        .network()
        .v1()
        .ingresses()
        .inNamespace(scene.namespace("prod"))
        .withName("web-canary")
        .get();
  }

  private static String weight(PipelineScene scene) {
    Ingress canary = canary(scene);
    return canary == null ? "" : canary.getMetadata().getAnnotations().get(WEIGHT);
  }

  private static Deployment copy(PipelineScene scene) {
    return deployment(scene, "web-canary");
  }

  private static Deployment deployment(PipelineScene scene, String name) {
    return scene
        .world()
        .admin()
        .apps()
        .deployments()
        .inNamespace(scene.namespace("prod"))
        .withName(name)
        .get();
  }

  private static String image(PipelineScene scene, String name) {
    return deployment(scene, name)
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getImage();
  }
}
