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

  private final ControlPlaneOptions options;
  private final Map<Binary, Path> binaries;
  private final Progress progress;

  Starter(ControlPlaneOptions options, Map<Binary, Path> binaries, Progress progress) {
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
    Installation installation = install();
    var supervisor = new Supervisor(installation.files().folder());
    try (var readiness = new Readiness(installation, supervisor)) {
      for (Part part : options.extent().parts()) {
        installation.run(supervisor, part);
        readiness.await(part);
      }
      if (options.extent() == Extent.NODES) {
        createNodes(installation);
      }
      return new ControlPlane(installation, supervisor, options.extent().parts());
    } catch (IOException | InterruptedException | RuntimeException e) {
      supervisor.close();
      throw e;
    }
  }

  private Installation install() throws IOException {
    var files = new InstallationFiles(newFolder());
    var ports = Ports.choose();
    var installation =
        new Installation(files, ports, tokens(), new CommandLines(binaries, files, ports));
    new ConfigurationFiles(files, installation.url())
        .write(installation.tokens(), options.audited());
    return installation;
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
    return Files.isDirectory(MEMORY) && Files.isWritable(MEMORY)
        ? Files.createTempDirectory(MEMORY, prefix)
        : Files.createTempDirectory(prefix);
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
