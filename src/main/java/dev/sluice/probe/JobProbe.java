package dev.sluice.probe;

import dev.sluice.kube.Cluster;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Installation;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.Revision;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.Trees;
import dev.sluice.promote.gate.Evidence.JobRun;
import dev.sluice.yaml.YamlProblem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Starts the Job of a gate, once, and looks how it fares. */
public final class JobProbe {

  private static final ApiKind POD = ApiKind.of("v1", "Pod");

  private final Access clusters;
  private final CommitFiles files;
  private final Self self;

  /** Finds clusters. */
  @FunctionalInterface
  public interface Access {

    /** The cluster of a target, in the name of the target's account. */
    Cluster of(Target target) throws Stopped;
  }

  /** Who we are. */
  @FunctionalInterface
  public interface Self {

    /** Our installation. */
    Installation establish() throws Stopped;
  }

  /** Asks these. */
  public JobProbe(Access clusters, CommitFiles files, Self self) {
    this.clusters = clusters;
    this.files = files;
    this.self = self;
  }

  /**
   * How a Job fares; starts it where it was not started yet.
   *
   * @throws ProbeFailed when that cannot be found out, or it is refused
   */
  JobRun look(JobOrder order, Instant now) throws ProbeFailed {
    try {
      Manifest manifest = manifest(order);
      Cluster cluster = clusters.of(order.target());
      String name = manifest.namespace() + "/" + manifest.name();
      // Read, not remembered: a crash may have come right after the start.
      Optional<LiveObject> live = cluster.get(JobManifest.JOB, manifest.key());
      if (live.isEmpty() && order.wasStarted()) {
        return new JobRun(name, JobRun.State.GONE, "", now);
      }
      LiveObject job =
          live.isPresent()
              ? live.get()
              : cluster.apply(manifest, Cluster.Persistence.STORED, Cluster.Ownership.FORCE);
      return run(cluster, name, job, now);
    } catch (Stopped stopped) {
      throw new ProbeFailed(stopped.failure().toString(), stopped);
    }
  }

  private Manifest manifest(JobOrder order) throws Stopped, ProbeFailed {
    SourceTree tree =
        files.at(new Revision(order.target().id().repository(), order.promotion().commit())).tree();
    Optional<SourceTree.Entry> entry = tree.find(order.manifest());
    if (entry.isEmpty() || entry.get().type() != SourceTree.Type.FILE) {
      throw new ProbeFailed("there is no file %s in this commit".formatted(order.manifest()));
    }
    try {
      return JobManifest.of(order, YamlTrees.read(tree.read(entry.get())), self.establish());
    } catch (YamlProblem e) {
      throw new ProbeFailed("%s: %s".formatted(order.manifest(), e.getMessage()), e);
    }
  }

  private static JobRun run(Cluster cluster, String name, LiveObject job, Instant now) {
    Instant started = created(job, now);
    if (condition(job, "Complete").isPresent()) {
      return new JobRun(name, JobRun.State.SUCCEEDED, "", started);
    }
    return condition(job, "Failed")
        .map(failed -> new JobRun(name, JobRun.State.FAILED, why(cluster, job, failed), started))
        .orElseGet(() -> new JobRun(name, JobRun.State.RUNNING, "", started));
  }

  private static Instant created(LiveObject job, Instant now) {
    try {
      return Instant.parse(Trees.string(job.metadata(), "creationTimestamp"));
    } catch (DateTimeException e) {
      return now;
    }
  }

  private static Optional<Map<String, Object>> condition(LiveObject object, String type) {
    return Trees.maps(Trees.map(object.content(), "status"), "conditions").stream()
        .filter(one -> Trees.string(one, "type").equals(type))
        .filter(one -> Trees.string(one, "status").equals("True"))
        .findFirst();
  }

  /** What the Job says, and how the first of its containers ended that ended badly. */
  private static String why(Cluster cluster, LiveObject job, Map<String, Object> failed) {
    String text = Trees.string(failed, "reason") + ": " + Trees.string(failed, "message");
    try {
      return cluster.list(POD, job.key().namespace()).stream()
          .filter(pod -> pod.label("batch.kubernetes.io/job-name").equals(job.key().name()))
          .flatMap(
              pod -> Trees.maps(Trees.map(pod.content(), "status"), "containerStatuses").stream())
          .map(container -> Map.entry(container, terminated(container)))
          .filter(one -> Trees.number(one.getValue(), "exitCode", 0) != 0)
          .findFirst()
          .map(one ->
              "%s; container %s ended with exit code %d"
                  .formatted(
                      text,
                      Trees.string(one.getKey(), "name"),
                      Trees.number(one.getValue(), "exitCode", 0)))
          .orElse(text);
    } catch (Stopped stopped) {
      return text; // without the right to read Pods it is known all the same that it failed
    }
  }

  private static Map<String, Object> terminated(Map<String, Object> container) {
    return Trees.map(Trees.map(container, "state"), "terminated");
  }
}
