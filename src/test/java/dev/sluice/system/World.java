package dev.sluice.system;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.sluice.controlplane.AuditLog;
import dev.sluice.controlplane.ControlPlane;
import dev.sluice.controlplane.ControlPlaneOptions;
import dev.sluice.controlplane.Extent;
import dev.sluice.controlplane.Progress;
import dev.sluice.controlplane.User;
import dev.sluice.demo.GitHost;
import dev.sluice.demo.GitHostOptions;
import dev.sluice.demo.Playground;
import dev.sluice.testing.ConfigRepository;
import dev.sluice.testing.GitFaults;
import dev.sluice.testing.TestCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all system tests of a run share: a real control plane with {@code deploy/base} installed, a
 * Git host, and the packaged program as a daemon with the rights of its service account. Each test
 * works in an environment of its own, see {@link Scene}.
 */
final class World {

  /** Polled every second. */
  static final String CONFIG = "config";

  /** Polled every hour: what happens here sooner was not brought by a poll. */
  static final String SLOW = "slow";

  private static final String TOKEN = "system-test-token";

  private final ControlPlane plane;
  private final KubernetesClient admin;
  private final GitFaults gitFaults = new GitFaults();
  private final WireMockServer gitHub =
      new WireMockServer(WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
  private final Path token;
  private final Map<String, ConfigRepository> repositories;
  private final Map<String, Map<String, String>> environments =
      Map.of(CONFIG, new TreeMap<>(), SLOW, new TreeMap<>());
  private final Daemon daemon;

  // Loaded, and so started, when it is first asked for.
  private static final class Holder {
    static final World WORLD = start();
  }

  private World(Path folder) throws IOException {
    plane =
        ControlPlane.start(
            ControlPlaneOptions.of(Extent.CONTROLLERS)
                .with(Playground.DAEMON)
                .auditing(Playground.DAEMON.name()),
            Progress.on(System.out));
    admin = TestCluster.clientOf(plane, User.ADMIN.name());
    new Installation(admin).install();
    Path git = Files.createDirectory(folder.resolve("git"));
    GitHost host =
        GitHost.start(git, GitHostOptions.open().withToken(TOKEN).withFilters(List.of(gitFaults)));
    repositories =
        Map.of(
            CONFIG, ConfigRepository.create(git, CONFIG), SLOW, ConfigRepository.create(git, SLOW));
    declare(CONFIG, "README.md", "Environments come and go with the tests.\n");
    declare(SLOW, "README.md", "Environments come and go with the tests.\n");
    token = Files.writeString(folder.resolve("token"), TOKEN);
    gitHub.start();
    daemon = new Daemon(folder, settings(folder, host));
  }

  /** The world of this run; started by the first test that asks, ended with the run. */
  static World shared() {
    return Holder.WORLD;
  }

  /** Everything is allowed to this client: it sets up, edits by hand, and looks. */
  KubernetesClient admin() {
    return admin;
  }

  /** The daemon under test. */
  Daemon daemon() {
    return daemon;
  }

  /** The control plane; whoever stops a part starts it again. */
  ControlPlane plane() {
    return plane;
  }

  /** Faults of the Git host; whoever turns one on turns it off again. */
  GitFaults gitFaults() {
    return gitFaults;
  }

  /** What the daemon asks about commits of {@link #CONFIG}: {@code acme/config} there. */
  WireMockServer gitHub() {
    return gitHub;
  }

  /** The daemon's file with its token for Git becomes a wrong one. */
  void spoilToken() throws IOException {
    Files.writeString(token, "wrong-" + TOKEN);
  }

  /** The daemon's token for Git is right again. */
  void mendToken() throws IOException {
    Files.writeString(token, TOKEN);
  }

  ConfigRepository repository(String name) {
    return repositories.get(name);
  }

  /** Puts a file into {@code environments/} of a repository's default branch. */
  void declare(String repository, String file, String content) throws IOException {
    environments.get(repository).put("environments/" + file, content);
    repositories.get(repository).commit("main", environments.get(repository));
  }

  /** Takes a file out of {@code environments/}. */
  void withdraw(String repository, String file) throws IOException {
    environments.get(repository).remove("environments/" + file);
    repositories.get(repository).commit("main", environments.get(repository));
  }

  /** Every request of the daemon that the API server answered so far. */
  List<AuditLog.Request> requests() throws IOException {
    return plane.auditLog().requests();
  }

  private Path settings(Path folder, GitHost host) throws IOException {
    return Files.writeString(
        folder.resolve("application.yaml"),
        """
        sluice:
          data-directory: %s
          kubeconfig: %s
          # Nothing in these tests may be mended by the periodic look.
          resync-interval: 1h
          probes:
            allowed-hosts: 127.0.0.1
          repositories:
            config:
              url: %s
              token-file: %s
              poll-interval: 1s
              allow-plain-http: true
              github:
                api-url: http://127.0.0.1:%d/api/v3
                repository: acme/config
            slow:
              url: %s
              token-file: %s
              poll-interval: 1h
              allow-plain-http: true
        quarkus:
          http:
            port: 0
          management:
            port: 0
          log:
            category:
              "dev.sluice":
                level: DEBUG
        """
            .formatted(
                folder.resolve("data"),
                plane.kubeconfig(Playground.DAEMON.name()),
                host.url(CONFIG),
                token,
                gitHub.port(),
                host.url(SLOW),
                token));
  }

  private static World start() {
    try {
      Path folder = Files.createTempDirectory("sluice-system-test");
      World world = new World(folder);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> world.end(folder)));
      return world;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end(Path folder) {
    daemon.kill();
    gitHub.stop();
    plane.close();
    Folders.delete(folder);
  }
}
