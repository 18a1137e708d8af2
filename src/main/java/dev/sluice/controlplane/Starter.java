package dev.sluice.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Brings one control plane up, from an empty folder to ready parts. */
final class Starter {
  private static final int ATTEMPTS = 3;
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long ROOM = 1L << 30;

  private final ControlPlaneOptions options;
  private final Map<Binary, Path> binaries;
  private final PortChoice ports;
  private final Progress progress;

  /** Chooses where the parts listen; again when somebody else was faster. */
  @FunctionalInterface
  interface PortChoice {
    Ports choose() throws IOException;
  }

  Starter(
      ControlPlaneOptions options,
      Map<Binary, Path> binaries,
      PortChoice ports,
      Progress progress) {
    this.ports = ports;
    this.options = options;
    this.binaries = Map.copyOf(binaries);
    this.progress = progress;
  }

  ControlPlane start() {
    try {
      return progress.during("Starting the control plane", this::startWithFreePorts);
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneFailed("Interrupted while the control plane was starting", e);
    } catch (Exception e) {
      throw new ControlPlaneFailed("The control plane could not be started: " + e, e);
    }
  }

  private ControlPlane startWithFreePorts() throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return startOnce();
      } catch (ControlPlaneFailed e) {
        // Somebody else took the port between the choice and the start.
        boolean portTaken = String.valueOf(e.getMessage()).contains("address already in use");
        if (!portTaken || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private ControlPlane startOnce() throws IOException, InterruptedException {
    Path folder = newFolder();
    // From here on the supervisor is who removes the folder.
    var supervisor = new Supervisor(folder);
    try {
      Installation installation = install(new InstallationFiles(folder));
      bringUp(installation, supervisor);
      return new ControlPlane(installation, supervisor, options.extent().parts());
    } catch (IOException | InterruptedException | RuntimeException e) {
      supervisor.close();
      throw e;
    }
  }

  private Installation install(InstallationFiles files) throws IOException {
    Ports free = ports.choose();
    var installation =
        new Installation(files, free, tokens(), new CommandLines(binaries, files, free));
    new ConfigurationFiles(files, installation.url())
        .write(installation.tokens(), options.audited());
    return installation;
  }

  private void bringUp(Installation installation, Supervisor supervisor)
      throws IOException, InterruptedException {
    var started = new ArrayList<Part>();
    try (var readiness = new Readiness(installation, supervisor)) {
      for (Part part : options.extent().parts()) {
        installation.run(supervisor, part);
        started.add(part);
        readiness.await(part, started);
      }
    }
    if (options.extent() == Extent.NODES) {
      createNodes(installation);
    }
  }

  private void createNodes(Installation installation) throws IOException, InterruptedException {
    try (var api = installation.connect()) {
      api.create("/apis/storage.k8s.io/v1/storageclasses", Resources.text("storage-class.yaml"));
      for (int number = 1; number <= options.nodes(); number++) {
        String node = Resources.text("node.yaml").replace("${name}", "node-" + number);
        api.create("/api/v1/nodes", node);
      }
    }
  }

  /** In memory where the system offers it: etcd writes much, and none of it is to be kept. */
  private static Path newFolder() throws IOException {
    String prefix = "sluice-control-plane-";
    return hasRoomInMemory()
        ? Files.createTempDirectory(MEMORY, prefix)
        : Files.createTempDirectory(prefix);
  }

  private static boolean hasRoomInMemory() throws IOException {
    // In containers it is often 64 MiB, which is less than etcd takes when it is still empty.
    return Files.isDirectory(MEMORY)
        && Files.isWritable(MEMORY)
        && Files.getFileStore(MEMORY).getUsableSpace() >= ROOM;
  }

  private Map<User, String> tokens() {
    List<User> users = new ArrayList<>(List.of(User.ADMIN));
    users.addAll(CommandLines.COMPONENTS);
    users.addAll(options.users());
    var random = new SecureRandom();
    var tokens = new HashMap<User, String>();
    for (User user : users) {
      byte[] bytes = new byte[24];
      random.nextBytes(bytes);
      tokens.put(user, HexFormat.of().formatHex(bytes));
    }
    return tokens;
  }
}
