package dev.sluice.system;

import dev.sluice.controlplane.AuditLog;
import dev.sluice.kube.resource.TargetResource;
import dev.sluice.kube.resource.TargetStatusBody;
import dev.sluice.kube.resource.TargetStatusBody.FailureBody;
import dev.sluice.model.Labels;
import dev.sluice.model.TargetId;
import dev.sluice.testing.ConfigRepository;
import dev.sluice.testing.Eventually;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/**
 * The environment of one test: a file of its own in {@code environments/}, a branch of its own, and
 * for each application a namespace of its own. Withdrawn when closed, so that it leaves the daemon
 * nothing to do.
 */
final class Scene implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete");

  private final World world = World.shared();
  private final String repository;
  private final String name;
  private final String sync;
  private final Map<String, String> files = new TreeMap<>();
  private boolean declared;

  private Scene(String repository, String readable, String sync) {
    this.repository = repository;
    this.name = TestCluster.uniqueName(readable);
    this.sync = sync;
  }

  /** An environment that creates its namespaces. */
  static Scene open(String readable) throws IOException {
    return open(readable, "createNamespace: true");
  }

  /** An environment with these settings in {@code spec.sync}, as YAML on one line. */
  static Scene open(String readable, String sync) throws IOException {
    return open(World.CONFIG, readable, sync);
  }

  /** An environment in a repository. */
  static Scene open(String repository, String readable, String sync) throws IOException {
    Scene scene = new Scene(repository, readable, sync);
    scene.world.daemon().start();
    return scene;
  }

  World world() {
    return world;
  }

  KubernetesClient admin() {
    return world.admin();
  }

  String name() {
    return name;
  }

  /** Writes a file of an application, to be committed. */
  Scene put(String application, String file, String content) {
    files.put("apps/" + application + "/" + file, content);
    return this;
  }

  /** Removes a file of an application, to be committed. */
  Scene remove(String application, String file) {
    files.remove("apps/" + application + "/" + file);
    return this;
  }

  /** Removes the directory of an application, to be committed. */
  Scene remove(String application) {
    files.keySet().removeIf(path -> path.startsWith("apps/" + application + "/"));
    return this;
  }

  /** Commits what was put and removed; returns the commit's id. */
  String commit() throws IOException {
    String commit = git().commit(name, files);
    if (!declared) {
      declared = true;
      declare(environment());
    }
    return commit;
  }

  /** Writes the environment's file. */
  void declare(String yaml) throws IOException {
    world.declare(repository, name + ".yaml", yaml);
  }

  /** The text of the environment's file. */
  String environment() {
    return """
    apiVersion: sluice.dev/v1alpha1
    kind: Environment
    metadata:
      name: %s
    spec:
      overlays: apps/*
      namespace: "{application}-{environment}"
      follows:
        branch: %s
      sync: { %s }
    """
        .formatted(name, name, sync);
  }

  ConfigRepository git() {
    return world.repository(repository);
  }

  /** The namespace of an application. */
  String namespace(String application) {
    return application + "-" + name;
  }

  Resource<ConfigMap> configMap(String application, String object) {
    return admin().configMaps().inNamespace(namespace(application)).withName(object);
  }

  RollableScalableResource<Deployment> deployment(String application, String object) {
    return admin().apps().deployments().inNamespace(namespace(application)).withName(object);
  }

  /** The value of a ConfigMap of {@link Manifests}; empty when it is not there. */
  String value(String application, String object) {
    ConfigMap map = configMap(application, object).get();
    return map == null ? "" : map.getData().getOrDefault("value", "");
  }

  TargetId target(String application) {
    return new TargetId(repository, application, name);
  }

  /** What the daemon tells of an application, as soon as it fits. */
  TargetStatusBody await(
      String application, String description, Predicate<TargetStatusBody> condition) {
    TargetStatusBody[] last = new TargetStatusBody[1];
    try {
      Eventually.holds(
          description,
          PATIENCE,
          () -> {
            if (!world.daemon().isRunning()) {
              throw new AssertionError("the daemon has ended");
            }
            last[0] = status(application);
            return last[0] != null && condition.test(last[0]);
          });
    } catch (AssertionError late) {
      throw new AssertionError(
          late.getMessage()
              + "; "
              + target(application)
              + " tells: "
              + last[0]
              + "; the daemon's log ends with: "
              + world.daemon().endOfLog(),
          late);
    }
    return last[0];
  }

  /** Waits until an application is in sync at a commit. */
  TargetStatusBody awaitSynced(String application, String commit) {
    return await(
        application,
        application + " is in sync at " + commit,
        status -> status.sync().equals("Synced") && status.observedRevision().equals(commit));
  }

  /** Waits until an application tells of a failure with this reason. */
  FailureBody awaitFailure(String application, String reason) {
    return await(application, application + " tells of " + reason, status -> has(status, reason))
        .failures()
        .stream()
        .filter(failure -> failure.reason().equals(reason))
        .findFirst()
        .orElseThrow();
  }

  /** Waits until something of an application is as wanted again. */
  void awaitHealed(String description, Callable<Boolean> condition) {
    Eventually.holds(description, Duration.ofSeconds(30), condition);
  }

  /**
   * What the daemon wrote into an application's namespace after the first {@code mark} requests.
   */
  List<AuditLog.Request> writes(String application, int mark) throws IOException {
    return world.requests().stream()
        .skip(mark)
        .filter(request -> WRITES.contains(request.verb()))
        .filter(request -> !request.uri().contains("dryRun=All"))
        .filter(request -> request.uri().contains("/namespaces/" + namespace(application) + "/"))
        .toList();
  }

  @Override
  public void close() throws IOException {
    if (declared) {
      world.withdraw(repository, name + ".yaml");
    }
  }

  private TargetStatusBody status(String application) {
    TargetResource resource =
        admin()
            .resources(TargetResource.class)
            .inNamespace("sluice")
            .withName(Labels.targetName(target(application)))
            .get();
    return resource == null ? null : resource.getStatus();
  }

  private static boolean has(TargetStatusBody status, String reason) {
    return status.failures() != null
        && status.failures().stream().anyMatch(failure -> failure.reason().equals(reason));
  }
}
