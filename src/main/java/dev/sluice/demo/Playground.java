package dev.sluice.demo;

import dev.sluice.controlplane.ControlPlane;
import dev.sluice.controlplane.ControlPlaneOptions;
import dev.sluice.controlplane.Extent;
import dev.sluice.controlplane.Progress;
import dev.sluice.controlplane.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything around a daemon, on this machine only: a real control plane, a Git host with a config
 * repository, stubs for what smoke tests ask, and the daemon's settings for all of them. Gone when
 * closed.
 */
public final class Playground implements AutoCloseable {

  /** The account of {@code deploy/base}: the daemon gets exactly its rights. */
  public static final User DAEMON =
      new User(
          "system:serviceaccount:sluice:sluice",
          List.of("system:serviceaccounts", "system:serviceaccounts:sluice"));

  /** Three people who may approve for staging and prod, by the Roles of {@code deploy/people}. */
  public static final List<User> APPROVERS =
      List.of(
          new User("ada", List.of("prod-approvers", "staging-approvers")),
          new User("grace", List.of("prod-approvers", "staging-approvers")),
          new User("joan", List.of("prod-approvers", "staging-approvers")));

  /** Name of the config repository. */
  public static final String REPOSITORY = "config";

  private final Path folder;
  private final ControlPlane plane;
  private final GitHost git;
  private final Websites websites;

  private Playground(Path folder, ControlPlane plane, GitHost git, Websites websites) {
    this.folder = folder;
    this.plane = plane;
    this.git = git;
    this.websites = websites;
  }

  /**
   * Brings control plane and Git host up; the daemon's requests are counted in the audit log.
   *
   * @param extent how much of a cluster is wanted
   */
  public static Playground start(Extent extent, Progress progress) throws IOException {
    Path folder = Files.createTempDirectory("sluice-playground");
    ControlPlaneOptions options =
        ControlPlaneOptions.of(extent).with(DAEMON).auditing(DAEMON.name());
    for (User approver : APPROVERS) {
      options = options.with(approver);
    }
    ControlPlane plane = ControlPlane.start(options, progress);
    try {
      Path repositories = Files.createDirectory(folder.resolve("git"));
      Websites websites = Websites.start(Files.createDirectory(folder.resolve("down")));
      GitHost git = GitHost.start(repositories, GitHostOptions.open());
      return new Playground(folder, plane, git, websites);
    } catch (IOException | RuntimeException e) {
      plane.close();
      throw e;
    }
  }

  /** The control plane. */
  public ControlPlane plane() {
    return plane;
  }

  /** The Git host. */
  public GitHost git() {
    return git;
  }

  /** What smoke tests ask. */
  public Websites websites() {
    return websites;
  }

  /**
   * The text of an environment file of the worked example as it is used here: its smoke tests lead
   * to the stubs, and its times can be watched.
   */
  public String adapt(String environment) {
    return Pace.watchable(websites.leadHere(environment));
  }

  /** A folder of the playground's own. */
  public Path folder() {
    return folder;
  }

  /**
   * Writes the settings of a daemon that follows the config repository.
   *
   * @param pollInterval such as {@code 2s}
   * @return the file
   */
  public Path writeSettings(String pollInterval) throws IOException {
    Path file = folder.resolve("application.yaml");
    Files.writeString(
        file,
        """
        sluice:
          data-directory: %s
          kubeconfig: %s
          probes:
            allowed-hosts: 127.0.0.1
          repositories:
            %s:
              url: %s
              branch: main
              poll-interval: %s
              allow-plain-http: true
        quarkus:
          http:
            port: 0
          management:
            port: 0
        """
            .formatted(
                folder.resolve("data"),
                plane.kubeconfig(DAEMON.name()),
                REPOSITORY,
                git.url(REPOSITORY),
                pollInterval));
    return file;
  }

  @Override
  public void close() {
    git.close();
    websites.close();
    plane.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // The folder lies in the machine's temporary folder, where it harms nobody.
      System.err.println("Could not remove " + folder + ": " + e.getMessage());
    }
  }
}
