package dev.sluice.controlplane;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How each part is called. Everything listens on 127.0.0.1 only.
 *
 * @param binaries where the programs are
 * @param files where they read and write
 * @param ports where they listen
 */
record CommandLines(Map<Binary, Path> binaries, InstallationFiles files, Ports ports) {

  /** The users that the parts themselves are. */
  static final List<User> COMPONENTS =
      List.of(
          new User("system:kube-controller-manager", List.of("system:masters")),
          new User("system:kube-scheduler", List.of("system:masters")),
          new User("kwok", List.of("system:masters")));

  static final List<String> STAGES =
      List.of("node.yaml", "pod.yaml", "network.yaml", "volume.yaml");

  List<String> of(Part part) {
    var words = new ArrayList<String>();
    words.add(program(part).toString());
    words.addAll(
        switch (part) {
          case ETCD -> etcd();
          case API_SERVER -> apiServer();
          case CONTROLLER_MANAGER -> controllerManager();
          case SCHEDULER -> List.of("--config=" + schedulerConfiguration(), "--secure-port=0");
          case NODES -> nodes();
        });
    return words;
  }

  Path schedulerConfiguration() {
    return files.folder().resolve("scheduler.yaml");
  }

  private Path program(Part part) {
    Path program = binaries.get(part.binary());
    if (program == null) {
      throw new IllegalStateException("No program for " + part);
    }
    return program;
  }

  private List<String> etcd() {
    String clients = "http://127.0.0.1:" + ports.etcd();
    String peers = "http://127.0.0.1:" + ports.etcdPeer();
    return List.of(
        "--data-dir=" + files.folder().resolve("etcd"),
        // Nothing here outlives the process, so waiting for the disk would buy nothing.
        "--unsafe-no-fsync",
        "--listen-client-urls=" + clients,
        "--advertise-client-urls=" + clients,
        "--listen-peer-urls=" + peers,
        "--initial-advertise-peer-urls=" + peers,
        "--initial-cluster=default=" + peers,
        "--log-level=warn");
  }

  private List<String> apiServer() {
    return List.of(
        "--etcd-servers=http://127.0.0.1:" + ports.etcd(),
        "--bind-address=127.0.0.1",
        "--secure-port=" + ports.apiServer(),
        "--cert-dir=" + files.certificates(),
        "--token-auth-file=" + files.tokens(),
        "--authorization-mode=RBAC",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + files.serviceAccountPublicKey(),
        "--service-account-signing-key-file=" + files.serviceAccountKey(),
        "--service-cluster-ip-range=10.96.0.0/16",
        // The Service `kubernetes` would get 127.0.0.1 as an endpoint, which is refused.
        "--endpoint-reconciler-type=none",
        "--allow-privileged=true",
        "--audit-policy-file=" + files.auditPolicy(),
        "--audit-log-path=" + files.auditLog());
  }

  private List<String> controllerManager() {
    return List.of(
        "--kubeconfig=" + files.kubeconfig("system:kube-controller-manager"),
        "--leader-elect=false",
        "--secure-port=0",
        "--service-account-private-key-file=" + files.serviceAccountKey(),
        "--root-ca-file=" + files.authority(),
        "--kube-api-qps=400",
        "--kube-api-burst=800");
  }

  private List<String> nodes() {
    var words = new ArrayList<String>();
    words.add("--kubeconfig=" + files.kubeconfig("kwok"));
    words.add("--manage-all-nodes=true");
    words.add("--node-ip=192.0.2.1");
    words.add("--cidr=10.244.0.0/16");
    words.add("--node-lease-duration-seconds=40");
    for (String stage : STAGES) {
      words.add("--config=" + files.stages(stage));
    }
    if (Files.exists(files.furtherStages())) {
      words.add("--config=" + files.furtherStages());
    }
    return words;
  }
}
