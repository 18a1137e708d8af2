package dev.sluice.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A running control plane of its own: own ports, own certificate, own folder in memory. It ends
 * with {@link #close}, and also when this program ends in whatever way, {@code kill -9} included;
 * nothing of it is left then.
 *
 * <p>Its data is not kept. The tokens and the certificate are made anew by every start.
 */
public final class ControlPlane implements AutoCloseable {
  // Built-in kinds are described from the beginning; asking for them too costs nothing.
  private static final Pattern GROUP_VERSION = Pattern.compile("apiGroup: *([a-z0-9.-]+/\\w+)");

  private static final String NODE_LEASES =
      "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";

  private final Installation installation;
  private final Supervisor supervisor;
  private final Set<Part> parts;

  ControlPlane(Installation installation, Supervisor supervisor, Set<Part> parts) {
    this.installation = installation;
    this.supervisor = supervisor;
    this.parts = parts;
  }

  /**
   * Finds the programs, building them if need be, and brings the parts up.
   *
   * @return when the API server is ready; with controllers, also the service account {@code
   *     default} of the namespace {@code default} is there; with nodes, they are ready
   * @throws ControlPlaneFailed if a program is missing or a part does not come up
   */
  public static ControlPlane start(ControlPlaneOptions options, Progress progress) {
    Map<Binary, Path> binaries =
        ControlPlaneBinaries.standard(progress).find(options.extent().binaries());
    return start(options, binaries, progress);
  }

  /** Brings the parts up with programs that are known already. */
  public static ControlPlane start(
      ControlPlaneOptions options, Map<Binary, Path> binaries, Progress progress) {
    return new Starter(options, binaries, Ports::choose, progress).start();
  }

  /** The address of the API server, such as {@code https://127.0.0.1:23456}. */
  public String url() {
    return installation.url();
  }

  /** The kubeconfig of {@link User#ADMIN}. */
  public Path kubeconfig() {
    return kubeconfig(User.ADMIN.name());
  }

  /** The kubeconfig of a user of the options. */
  public Path kubeconfig(String user) {
    token(user);
    return installation.files().kubeconfig(user);
  }

  /** The bearer token of a user of the options. */
  public String token(String user) {
    return installation.tokens().entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(user))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("The control plane has no user named " + user));
  }

  /** The certificate, in PEM, by which the API server is verified. */
  public Path certificateAuthority() {
    return installation.files().authority();
  }

  /** What the audited users of the options have requested so far. */
  public AuditLog auditLog() {
    return new AuditLog(installation.files().auditLog());
  }

  /** What a part has written to its output. */
  public String log(Part part) throws IOException {
    Path log = supervisor.log(required(part).id());
    return Files.exists(log) ? Files.readString(log) : "";
  }

  /** The process id of a part, for faults that this class does not know. */
  public long pid(Part part) {
    return supervisor.pid(required(part).id());
  }

  /** Whether the process of a part is there; a paused one is. */
  public boolean isRunning(Part part) {
    return supervisor.isRunning(part.id());
  }

  /** Kills a part (SIGKILL); returns when it is gone. The others go on. */
  public void stop(Part part) throws IOException {
    supervisor.kill(required(part).id());
  }

  /** Starts a part again that was stopped, on the same port with the same data; waits for it. */
  public void start(Part part) throws IOException, InterruptedException {
    if (isRunning(part)) {
      throw new IllegalStateException(part + " is running already");
    }
    installation.run(supervisor, required(part));
    try (var readiness = new Readiness(installation, supervisor)) {
      readiness.await(part, List.of(part));
    }
  }

  /** Kills a part and starts it again. */
  public void restart(Part part) throws IOException, InterruptedException {
    stop(part);
    start(part);
  }

  /**
   * Gives custom kinds a life: KWOK plays these stages too, from now on and instead of those given
   * before. It watches only kinds that are served when it starts, so it is restarted, and the
   * controllers with it; nodes and Pods stay as they are.
   *
   * @param stages Stage objects of {@code kwok.x-k8s.io}, of kinds whose CRD is established
   */
  public void play(String stages) throws IOException, InterruptedException {
    required(Part.NODES);
    try (var readiness = new Readiness(installation, supervisor)) {
      // KWOK ends where the description of a kind is not there yet.
      for (String groupVersion : groupVersions(stages)) {
        readiness.awaitDescription(groupVersion);
      }
    }
    Files.writeString(installation.files().furtherStages(), stages);
    stop(Part.NODES);
    // The new process does nothing for a node while the lease of its predecessor lasts, 40 seconds.
    try (ApiServer api = installation.connect()) {
      api.delete(NODE_LEASES);
    }
    start(Part.NODES);
    // It looks for new kinds every 30 seconds; until then autoscalers of them would be in trouble.
    restart(Part.CONTROLLER_MANAGER);
  }

  /** Freezes a part (SIGSTOP): its connections stay open, and nothing answers on them. */
  public void pause(Part part) throws IOException {
    supervisor.signal(required(part).id(), "STOP");
  }

  /** Lets a paused part go on (SIGCONT). */
  public void resume(Part part) throws IOException {
    supervisor.signal(required(part).id(), "CONT");
  }

  /** Ends every part and removes all files; does nothing the second time. */
  @Override
  public void close() {
    supervisor.close();
  }

  private static Set<String> groupVersions(String stages) {
    return GROUP_VERSION
        .matcher(stages)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Part required(Part part) {
    if (!parts.contains(part)) {
      throw new IllegalArgumentException("This control plane was started without " + part);
    }
    return part;
  }
}
