package dev.sluice.bench;

import dev.sluice.controlplane.User;
import dev.sluice.demo.GitHost;
import dev.sluice.demo.Installation;
import dev.sluice.demo.Playground;
import dev.sluice.kube.Cluster;
import dev.sluice.kube.ClusterSettings;
import dev.sluice.kube.Clusters;
import dev.sluice.kube.CustomResourceTargetStore;
import dev.sluice.kube.RequestListener;
import dev.sluice.kube.TargetStatus;
import dev.sluice.kube.TargetStore;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Failure;
import dev.sluice.model.Manifest;
import dev.sluice.model.Origin;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.render.Renderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;

/** What a measurement plays on, with the hands of an administrator; the daemon is not in it. */
final class Stage implements AutoCloseable {

  // Longer than any measurement: the daemon polls Git when it is told to, and at no other time.
  private static final String POLL_INTERVAL = "6h";

  /** How often the daemon of a pipeline polls. */
  static final String PIPELINE_POLLS = "10s";

  private final Playground playground;
  private final Clusters clusters;
  private final Clusters.Connected admin;
  private final CustomResourceTargetStore targets;
  private final Sightings sightings = new Sightings();
  private final HandEdits edits;
  private final ConfigCommits commits;
  private final Requests requests;
  private final Path settings;
  private int daemons;
  private int bells;

  Stage(Playground playground, Size size, Clock clock) throws Stopped, IOException {
    this.playground = playground;
    var access = new ClusterSettings.Access.Kubeconfig(playground.plane().kubeconfig(), "");
    this.clusters =
        new Clusters(
            List.of(new ClusterSettings("", access)), sightings::see, RequestListener.NONE, clock);
    this.admin = clusters.get("");
    this.targets = new CustomResourceTargetStore(admin, "sluice", clock);
    this.edits = new HandEdits(playground.plane(), User.ADMIN.name());
    this.commits = new ConfigCommits(playground.git().create(Playground.REPOSITORY), clock);
    this.requests = new Requests(playground.plane().auditLog());
    this.settings = playground.writeSettings(size.isPipeline() ? PIPELINE_POLLS : POLL_INTERVAL);
  }

  /** Installs {@code deploy/base}, makes the namespaces and the first commit, begins to watch. */
  void install(Size size, SourceTree checkout, Renderer renderer) throws Stopped, IOException {
    new Installation(admin.cluster(), renderer).install(checkout);
    List<String> namespaces =
        size.isPipeline()
            ? PipelineFixture.environments(size)
            : List.of(Fixture.NAMESPACE, BareClient.NAMESPACE, BareClient.WARM_UP);
    for (String name : namespaces) {
      Map<String, Object> content =
          Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", name));
      admin
          .cluster()
          .apply(
              new Manifest(new ApiKind("", "v1", "Namespace"), "", name, content, Origin.UNKNOWN),
              Cluster.Persistence.STORED,
              Cluster.Ownership.FORCE);
    }
    commits.push(commits.commit(size.isPipeline() ? PipelineFixture.empty(size) : Fixture.empty()));
    Map<ApiKind, Failure> unseen = admin.observations().watch(Fixture.kinds());
    for (Failure failure : unseen.values()) {
      throw new Stopped(failure);
    }
  }

  /** The files of the config repository in a folder. */
  Path write(Size size) throws IOException {
    Path folder = Files.createDirectory(playground.folder().resolve("files"));
    for (Map<String, String> files : List.of(Fixture.empty(), Fixture.applications(size))) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    }
    return folder;
  }

  /** Starts a daemon. */
  BenchDaemon daemon() throws IOException {
    daemons++;
    return BenchDaemon.start(settings, playground.folder().resolve("daemon-" + daemons + ".log"));
  }

  /** Prepares a commit. */
  ObjectId commit(Map<String, String> files) throws IOException {
    return commits.commit(files);
  }

  /**
   * Moves the branch, and tells the daemon that something was pushed, by the one target that has no
   * part in it: as a webhook tells, without the name of an application.
   *
   * @return when the branch was moved, as {@link System#nanoTime} tells it
   */
  long push(ObjectId commit) throws Stopped, IOException {
    commits.push(commit);
    long pushed = System.nanoTime();
    ask(Fixture.BELL);
    return pushed;
  }

  /** Moves the branch; polls find out. */
  void move(ObjectId commit) throws IOException {
    commits.push(commit);
  }

  /** Asks for a sync of one application. */
  void ask(String application) throws Stopped {
    bells++;
    targets.requestSync(
        new TargetId(Playground.REPOSITORY, application, Fixture.ENVIRONMENT), "bench-" + bells);
  }

  /** Those that are not in sync, as their Target resources tell. */
  List<String> unsynced() throws Stopped {
    return targets.list().stream()
        .filter(stored -> stored.status().sync() != TargetStatus.Sync.SYNCED)
        .map(stored -> stored.target().id() + ": " + stored.status().failures())
        .toList();
  }

  TargetStore targets() {
    return targets;
  }

  Cluster cluster() {
    return admin.cluster();
  }

  Sightings sightings() {
    return sightings;
  }

  HandEdits edits() {
    return edits;
  }

  GitHost git() {
    return playground.git();
  }

  Requests requests() {
    return requests;
  }

  @Override
  public void close() {
    edits.close();
    commits.close();
    targets.close();
    clusters.close();
  }
}
