package dev.sluice.system;

import dev.sluice.controlplane.User;
import dev.sluice.kube.resource.PromotionResource;
import dev.sluice.kube.resource.TargetResource;
import dev.sluice.model.promotion.Entry;
import dev.sluice.testing.ConfigRepository;
import dev.sluice.testing.Eventually;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * A pipeline of one test: environments that follow each other, a branch where it begins, and a
 * namespace for each application in each of them. Withdrawn when closed.
 */
final class PipelineScene implements AutoCloseable {

  static final String APPLICATION = "web";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final World world = World.shared();
  private final String name;
  private final Map<String, String> files = new TreeMap<>();
  private final Map<String, String> environments = new LinkedHashMap<>();

  private final String overlay;

  private PipelineScene(String readable, String overlay) {
    this.name = TestCluster.uniqueName(readable);
    this.overlay = overlay;
  }

  /** Every stage runs the same files. */
  static PipelineScene open(String readable) throws IOException {
    return open(readable, "apps/*");
  }

  /** Every stage has an overlay of its own. */
  static PipelineScene openWithOverlays(String readable) throws IOException {
    return open(readable, "apps/*/{stage}");
  }

  private static PipelineScene open(String readable, String overlay) throws IOException {
    PipelineScene scene = new PipelineScene(readable, overlay);
    scene.world.daemon().start();
    return scene;
  }

  World world() {
    return world;
  }

  /** The full name of one of its environments. */
  String environment(String stage) {
    return name + "-" + stage;
  }

  /** The first environment; lines of YAML below {@code spec} may follow. */
  void first(String stage, String... more) throws IOException {
    declare(stage, "{ branch: " + name + " }", more);
  }

  /** One that follows another one. */
  void following(String stage, String upstream, String... more) throws IOException {
    declare(stage, "{ environment: " + environment(upstream) + " }", more);
  }

  /** The same in words of its own. */
  void declare(String stage, String follows, String... more) throws IOException {
    String spec = String.join("\n", more).indent(2);
    String yaml =
        """
        apiVersion: sluice.dev/v1alpha1
        kind: Environment
        metadata:
          name: %s
        spec:
          overlays: %s
          namespace: "{application}-{environment}"
          follows: %s
          sync: { createNamespace: true }
        """
                .formatted(environment(stage), overlay.replace("{stage}", stage), follows)
            + spec;
    environments.put(stage, yaml);
    world.declare(World.CONFIG, environment(stage) + ".yaml", yaml);
  }

  /** Writes a file of the application, to be committed. */
  PipelineScene put(String file, String content) {
    files.put("apps/" + APPLICATION + "/" + file, content);
    return this;
  }

  /** Writes a file of one of several applications, to be committed. */
  PipelineScene putFor(String application, String file, String content) {
    files.put("apps/" + application + "/" + file, content);
    return this;
  }

  /** Writes a file of the application's overlay for some stages, to be committed. */
  PipelineScene put(List<String> stages, String file, String content) {
    stages.forEach(stage -> put(stage + "/" + file, content));
    return this;
  }

  /** Deletes every Promotion resource of the pipeline. */
  void forgetPromotions() {
    environments
        .keySet()
        .forEach(stage -> promotions(stage).forEach(one -> world.admin().resource(one).delete()));
  }

  /** Commits to the branch where the pipeline begins; returns the commit's id. */
  String commit() throws IOException {
    return git().commit(name, files);
  }

  /** Commits to another branch; returns the commit's id. */
  String commitTo(String branch) throws IOException {
    return git().commit(branch, files);
  }

  ConfigRepository git() {
    return world.repository(World.CONFIG);
  }

  /** The value of the ConfigMap {@code settings} in a stage; empty when it is not there. */
  String value(String stage) {
    return value(stage, APPLICATION);
  }

  /** The same of one of several applications. */
  String value(String stage, String application) {
    ConfigMap map = map(stage, application);
    return map == null ? "" : map.getData().getOrDefault("value", "");
  }

  ConfigMap map(String stage) {
    return map(stage, APPLICATION);
  }

  private ConfigMap map(String stage, String application) {
    return world
        .admin()
        .configMaps()
        .inNamespace(application + "-" + environment(stage))
        .withName("settings")
        .get();
  }

  String namespace(String stage) {
    return APPLICATION + "-" + environment(stage);
  }

  /** The promotions into a stage, the oldest first. */
  List<PromotionResource> promotions(String stage) {
    return world
        .admin()
        .resources(PromotionResource.class)
        .inNamespace("sluice")
        .list()
        .getItems()
        .stream()
        .filter(one -> one.getSpec().environment().equals(environment(stage)))
        .toList();
  }

  /** The lines of the stage's ledger, the newest first; none where it has no branch yet. */
  List<String> ledger(String stage) throws IOException {
    return ledger(stage, APPLICATION);
  }

  /** The same of one of several applications. */
  List<String> ledger(String stage, String application) throws IOException {
    return git().lines(branch(stage), application + ".jsonl").stream().skip(1).toList();
  }

  /** The kinds of the entries in a stage's ledger, the newest first. */
  List<String> kinds(String stage, String application) throws IOException {
    return ledger(stage, application).stream()
        .map(line -> line.replaceAll(".*\"kind\":\"(?=[A-Z])([A-Za-z]+)\".*", "$1"))
        .toList();
  }

  /** The branch of a stage's ledger. */
  String branch(String stage) {
    return "sluice/env/" + environment(stage);
  }

  /** Runs a command of the program as a person who may do everything; returns what it printed. */
  String sluice(String... line) throws IOException, InterruptedException {
    String kubeconfig = world.plane().kubeconfig(User.ADMIN.name()).toString();
    return world
        .daemon()
        .run(
            0,
            Stream.concat(Stream.of(line), Stream.of("--kubeconfig", kubeconfig))
                .toArray(String[]::new));
  }

  /** All that the status of an application says in a stage. */
  String status(String stage) {
    return world
        .admin()
        .resources(TargetResource.class)
        .inNamespace("sluice")
        .list()
        .getItems()
        .stream()
        .filter(one -> one.getSpec().environment().equals(environment(stage)))
        .map(one -> String.valueOf(one.getStatus()))
        .reduce("", String::concat);
  }

  /** Waits until the newest entry of a stage's ledger is of a kind and about a commit. */
  void awaitEntry(String stage, Entry.Kind kind, String commit) {
    await(
        "the ledger of %s says %s of %s".formatted(stage, kind.word(), commit),
        () ->
            ledger(stage).stream()
                .limit(3)
                .anyMatch(line ->
                    line.contains("\"kind\":\"" + kind.word() + "\"") && line.contains(commit)));
  }

  void await(String description, Callable<Boolean> condition) {
    try {
      Eventually.holds(description, PATIENCE, condition);
    } catch (AssertionError late) {
      throw new AssertionError(
          late.getMessage() + "; the daemon's log ends with: " + world.daemon().endOfLog(), late);
    }
  }

  @Override
  public void close() throws IOException {
    for (String stage : environments.keySet()) {
      world.withdraw(World.CONFIG, environment(stage) + ".yaml");
    }
  }
}
