package dev.sluice.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kube.resource.TargetResource;
import dev.sluice.kube.resource.TargetStatusBody;
import dev.sluice.model.Labels;
import dev.sluice.model.TargetId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Dependencies, hooks and waves of one commit, together, on a cluster whose Pods take their time.
 */
class OrderSystemTest {

  private static final ExampleWorld WORLD = ExampleWorld.shared();

  /** What a Pod of a Deployment, or of a Job, needs until it is ready, or done. */
  private static final String TAKES_TIME = "{demo.sluice.dev/ready-after: 3s}";

  private final Map<String, String> files = new TreeMap<>();
  private final String name = "order" + WORLD.next();

  @Test
  void aCommitComesInTheOrderThatItsManifestsAsk() throws Exception {
    put("database", "deployment.yaml", deployment("database", 0, "1"));
    files.put("order/shop/application.yaml", application("dependsOn: [database]"));
    put("shop", "migrate.yaml", hook("migrate", "before-apply", "1", "succeed"));
    put("shop", "backend.yaml", deployment("backend", 0, "1"));
    put("shop", "frontend.yaml", deployment("frontend", 1, "1"));
    put("shop", "smoke.yaml", hook("smoke", "after-apply", "1", "succeed"));
    String first = commit();
    declare();

    awaitSynced("shop", first);
    awaitInOrder("1");
    WORLD.await("the smoke test has run", () -> jobs("smoke").stream().allMatch(this::succeeded));
    assertThat(jobs("migrate")).hasSize(1);

    // All of it anew in one commit: the database has to be there before the migration again.
    put("database", "deployment.yaml", deployment("database", 0, "2"));
    put("shop", "migrate.yaml", hook("migrate", "before-apply", "2", "succeed"));
    put("shop", "backend.yaml", deployment("backend", 0, "2"));
    put("shop", "frontend.yaml", deployment("frontend", 1, "2"));
    String second = commit();
    awaitSynced("shop", second);
    Job migration = jobs("migrate").getFirst();
    assertThat(created(migration)).isAfterOrEqualTo(progressed("database"));
    assertThat(completed(migration)).isBeforeOrEqualTo(changed("backend"));
    assertThat(progressed("backend")).isBeforeOrEqualTo(changed("frontend"));

    // A hook that fails: the database goes on, nothing of the shop is touched.
    put("database", "deployment.yaml", deployment("database", 0, "3"));
    put("shop", "migrate.yaml", hook("migrate", "before-apply", "3", "fail"));
    put("shop", "backend.yaml", deployment("backend", 0, "3"));
    put("shop", "frontend.yaml", deployment("frontend", 1, "3"));
    commit();
    await("shop", "the migration has failed", status -> has(status, "HookFailed"));
    assertThat(image("database")).endsWith(":3");
    assertThat(image("backend")).endsWith(":2");
    assertThat(image("frontend")).endsWith(":2");
  }

  private void awaitInOrder(String version) {
    Job migration = jobs("migrate").getFirst();
    Deployment database = live("database");
    Deployment backend = live("backend");
    Deployment frontend = live("frontend");
    assertThat(image("frontend")).endsWith(":" + version);
    assertThat(Manifests.available(database)).isBeforeOrEqualTo(created(migration));
    assertThat(completed(migration)).isBeforeOrEqualTo(created(backend));
    assertThat(Manifests.available(backend)).isBeforeOrEqualTo(created(frontend));
    WORLD.await("the smoke test is there", () -> !jobs("smoke").isEmpty());
    assertThat(Manifests.available(live("frontend")))
        .isBeforeOrEqualTo(created(jobs("smoke").getFirst()));
  }

  private void put(String application, String file, String content) {
    files.put("order/" + application + "/live/" + file, content);
  }

  private String commit() throws Exception {
    return WORLD.git().commit(name, files);
  }

  private void declare() throws Exception {
    WORLD.declare(
        name,
        """
        apiVersion: sluice.dev/v1alpha1
        kind: Environment
        metadata:
          name: %s
        spec:
          overlays: order/*/live
          namespace: "{environment}"
          follows: {branch: %s}
          sync: {createNamespace: true}
        """
            .formatted(name, name));
  }

  private static String application(String spec) {
    return """
    apiVersion: sluice.dev/v1alpha1
    kind: Application
    spec:
      %s
    """
        .formatted(spec);
  }

  private static String deployment(String name, int wave, String version) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: %1$s
      annotations: {sluice.dev/wave: "%2$d"}
    spec:
      replicas: 1
      selector:
        matchLabels: {app: %1$s}
      template:
        metadata:
          labels: {app: %1$s}
          annotations: %4$s
        spec:
          containers:
            - name: main
              image: example.com/%1$s:%3$s
    """
        .formatted(name, wave, version, TAKES_TIME);
  }

  private static String hook(String name, String when, String version, String ends) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata:
      name: %1$s
      annotations: {sluice.dev/hook: %2$s}
    spec:
      backoffLimit: 0
      template:
        metadata:
          annotations: {demo.sluice.dev/job: %4$s, demo.sluice.dev/job-after: 2s}
        spec:
          restartPolicy: Never
          containers:
            - name: main
              image: example.com/%1$s:%3$s
    """
        .formatted(name, when, version, ends);
  }

  private void awaitSynced(String application, String commit) {
    await(
        application,
        application + " is in sync and healthy at " + commit.substring(0, 12),
        status ->
            status.sync().equals("Synced")
                && commit.equals(status.observedRevision())
                && status.health().state().equals("Healthy"));
  }

  private void await(
      String application, String description, Predicate<TargetStatusBody> condition) {
    try {
      WORLD.await(
          description,
          () -> {
            TargetStatusBody status = status(application);
            return status != null && condition.test(status);
          });
    } catch (AssertionError late) {
      throw new AssertionError(application + " tells: " + status(application), late);
    }
  }

  private TargetStatusBody status(String application) {
    TargetResource resource =
        WORLD
            .admin()
            .resources(TargetResource.class)
            .inNamespace("sluice")
            .withName(Labels.targetName(new TargetId("config", application, name)))
            .get();
    return resource == null ? null : resource.getStatus();
  }

  private static boolean has(TargetStatusBody status, String reason) {
    return status.failures() != null
        && status.failures().stream().anyMatch(failure -> failure.reason().equals(reason));
  }

  private Deployment live(String deployment) {
    return WORLD.admin().apps().deployments().inNamespace(name).withName(deployment).get();
  }

  private String image(String deployment) {
    return live(deployment).getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  /** The Jobs of a hook that are there, the newest first. */
  private List<Job> jobs(String hook) {
    return WORLD.admin().batch().v1().jobs().inNamespace(name).list().getItems().stream()
        .filter(job -> job.getMetadata().getName().startsWith(hook + "-"))
        .sorted((one, other) -> created(other).compareTo(created(one)))
        .toList();
  }

  private boolean succeeded(Job job) {
    return job.getStatus().getCompletionTime() != null;
  }

  /** When the newest ReplicaSet of a Deployment was made: a change of its Pods began then. */
  private Instant changed(String deployment) {
    return WORLD
        .admin()
        .apps()
        .replicaSets()
        .inNamespace(name)
        .withLabel("app", deployment)
        .list()
        .getItems()
        .stream()
        .map(OrderSystemTest::created)
        .max(Instant::compareTo)
        .orElseThrow();
  }

  /** When a Deployment said that its newest ReplicaSet has progressed to the end. */
  private Instant progressed(String deployment) {
    return live(deployment).getStatus().getConditions().stream()
        .filter(one -> one.getType().equals("Progressing"))
        .filter(one -> one.getReason().equals("NewReplicaSetAvailable"))
        .map(one -> Instant.parse(one.getLastUpdateTime()))
        .findFirst()
        .orElseThrow();
  }

  private static Instant created(HasMetadata object) {
    return Manifests.created(object);
  }

  private static Instant completed(Job job) {
    return Instant.parse(job.getStatus().getCompletionTime());
  }
}
