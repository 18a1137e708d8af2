package dev.sluice.training;

import dev.sluice.Main;
import dev.sluice.environments.EnvironmentFiles;
import dev.sluice.environments.OverlayMatcher;
import dev.sluice.fields.Fingerprints;
import dev.sluice.health.HealthRules;
import dev.sluice.health.RuleBook;
import dev.sluice.kube.Cluster;
import dev.sluice.kube.ClusterSettings;
import dev.sluice.kube.Clusters;
import dev.sluice.kube.RequestListener;
import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Observed;
import dev.sluice.model.Source;
import dev.sluice.render.Desired;
import dev.sluice.render.DesiredObject;
import dev.sluice.render.KustomizeRenderer;
import dev.sluice.render.RenderLimits;
import dev.sluice.rules.BundledRules;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The run from which the ahead-of-time cache is made ({@code .mvn/train-aot.sh}). A part that fails
 * is named and left out: the cache is then smaller, and no less right.
 */
public final class Training {

  private static final Clock CLOCK = Clock.systemUTC();

  private Training() {}

  /** Runs every part, then the program's own command line, whose exit ends the training. */
  public static void main(String... args) throws Exception {
    Path folder = Files.createTempDirectory("sluice-training");
    try {
      Source source = TrainingTree.open();
      part("environments", () -> environments(source));
      part("render", () -> reconcile(source, folder));
      part("health", Training::health);
      part("http", Training::http);
    } finally {
      delete(folder);
    }
    Main.main("--help");
  }

  private static void environments(Source source) throws Exception {
    for (var environment : EnvironmentFiles.read(source.tree(), "environments").environments()) {
      OverlayMatcher.match(source.tree(), environment);
    }
  }

  private static void reconcile(Source source, Path folder) throws Exception {
    Optional<KustomizeRenderer> opened = KustomizeRenderer.open(1, RenderLimits.DEFAULT, CLOCK);
    if (opened.isEmpty()) {
      throw new IllegalStateException("the program holds no worker for this platform");
    }
    try (KustomizeRenderer renderer = opened.get()) {
      Desired desired = renderer.render(source, "overlays/shop/dev");
      part("kubernetes", () -> apply(desired, folder));
    }
  }

  private static void apply(Desired desired, Path folder) throws Exception {
    try (TrainingCluster server = TrainingCluster.start();
        Clusters clusters = clusters(server.kubeconfig(folder))) {
      Clusters.Connected connected = clusters.get("");
      Cluster cluster = connected.cluster();
      for (DesiredObject object : desired.objects()) {
        LiveObject answer =
            cluster.apply(object.manifest(), Cluster.Persistence.DRY_RUN, Cluster.Ownership.FORCE);
        Fingerprints.own(answer, "sluice");
      }
      connected
          .observations()
          .watch(
              desired.objects().stream()
                  .map(object -> object.manifest().kind())
                  .collect(Collectors.toSet()));
    }
  }

  private static Clusters clusters(Path kubeconfig) {
    var access = new ClusterSettings.Access.Kubeconfig(kubeconfig, "");
    return new Clusters(
        List.of(new ClusterSettings("", access)), Training::reduce, RequestListener.NONE, CLOCK);
  }

  /** The server of the training lists nothing, so nothing is ever reduced. */
  private static Observed reduce(LiveObject object) {
    throw new IllegalStateException("unexpected " + object.key());
  }

  /** The first rule that is compiled loads a thousand classes; with the cache that is quick. */
  private static void health() {
    Health health =
        new HealthRules(RuleBook.EMPTY, new BundledRules())
            .assess(
                new LiveObject(
                    Map.of(
                        "apiVersion",
                        "external-secrets.io/v1",
                        "kind",
                        "SecretStore",
                        "metadata",
                        Map.of("name", "vault"))),
                RuleBook.EMPTY);
    if (health.state() != Health.State.PROGRESSING) {
      throw new IllegalStateException("unexpected " + health);
    }
  }

  private static void http() {
    System.setProperty("quarkus.http.port", "0");
    System.setProperty("quarkus.management.port", "0");
    Quarkus.run(
        Stop.class,
        (code, failure) -> {
          if (failure != null) {
            throw new IllegalStateException(failure);
          }
        });
  }

  private static void part(String name, Part part) {
    try {
      part.run();
    } catch (Exception e) {
      System.out.println("training: left out " + name + ": " + e);
    }
  }

  private static void delete(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private interface Part {
    void run() throws Exception;
  }

  /** An application that is up and has nothing to do. */
  public static final class Stop implements QuarkusApplication {

    @Override
    public int run(String... args) {
      return 0;
    }
  }
}
