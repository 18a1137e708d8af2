package dev.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.Eventually;
import dev.sluice.testing.GitClient;
import dev.sluice.testing.GitFault;
import dev.sluice.testing.GitFaults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.TransportException;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Git host, spoken to by JGit's client; its faults too, on which the tests of polling stand.
 */
class GitHostTest {
  private final GitFaults faults = new GitFaults();

  @TempDir Path folder;
  private Path repositories;

  @BeforeEach
  void folders() {
    repositories = folder.resolve("repositories");
  }

  @Test
  void whatIsPushedCanBeCloned() throws Exception {
    try (GitHost host = start(GitHostOptions.open());
        GitClient client = client(host, "none")) {
      String commit = client.push(Map.of("overlays/web/dev/web.yaml", "kind: Service\n"));

      assertThat(clone(host)).isEqualTo(commit);
      assertThat(folder.resolve("clone/overlays/web/dev/web.yaml")).hasContent("kind: Service\n");
    }
  }

  @Test
  void aHistoryCanBeRewrittenAndABranchRemoved() throws Exception {
    try (GitHost host = start(GitHostOptions.open());
        GitClient client = client(host, "none")) {
      client.push(Map.of("a", "1"));
      client.push("HEAD:refs/heads/extra");
      client.git().commit().setAmend(true).setMessage("Another").setSign(false).call();
      client.push("+HEAD:refs/heads/main");
      client.push(":refs/heads/extra");

      assertThat(Git.lsRemoteRepository().setRemote(host.url("config")).callAsMap())
          .containsOnlyKeys("HEAD", "refs/heads/main");
    }
  }

  @Test
  void requestsAreCountedByKind() throws Exception {
    try (GitHost host = start(GitHostOptions.open());
        GitClient client = client(host, "none")) {
      client.push(Map.of("a", "1"));
      assertThat(host.count(GitRequest.PUSH)).isEqualTo(1);
      assertThat(host.count(GitRequest.FETCH)).isZero();

      Git.lsRemoteRepository().setRemote(host.url("config")).call();
      assertThat(host.count(GitRequest.ADVERTISEMENT)).isEqualTo(2);
      assertThat(host.count(GitRequest.LS_REFS)).isEqualTo(1);

      clone(host);
      assertThat(host.count(GitRequest.FETCH)).isEqualTo(1);
    }
  }

  @Test
  void withoutTheTokenNothingIsServed() throws Exception {
    try (GitHost host = start(GitHostOptions.open().withToken("s3cret"));
        GitClient stranger = client(host, "guess")) {
      assertThatThrownBy(() -> stranger.push(Map.of("a", "1")))
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("not authorized");
      try (GitClient friend =
          GitClient.at(folder.resolve("friend"), host.url("config"), "s3cret")) {
        friend.push(Map.of("a", "1"));
      }
      assertThat(host.count(GitRequest.PUSH)).isEqualTo(1);
    }
    assertThat(GitHostOptions.open().withToken("s3cret").toString()).doesNotContain("s3cret");
  }

  @Test
  void onlyRepositoriesOfTheFolderAreServed() throws Exception {
    try (GitHost host = start(GitHostOptions.open())) {
      for (String path : List.of("/absent.git", "/..", "/%2e%2e", "/config.git/../config.git")) {
        assertThat(get(host, path + "/info/refs?service=git-upload-pack"))
            .as(path)
            .startsWith("HTTP/1.1 404");
      }
      assertThat(get(host, "/config.git/info/refs?service=git-upload-pack"))
          .startsWith("HTTP/1.1 200");
      assertThat(get(host, "/config.git/info/refs")).startsWith("HTTP/1.1 403");
    }
  }

  @Test
  void aHostCanGoAndComeBackOnItsPort() throws Exception {
    int port;
    try (GitHost host = start(GitHostOptions.open())) {
      port = host.port();
    }
    try (GitHost again = GitHost.start(repositories, GitHostOptions.open().withPort(port))) {
      assertThat(again.url("config")).contains(":" + port + "/");
      assertThat(clone(again)).isNull();
    }
  }

  @Test
  void faultsAreWhatTheySay() throws Exception {
    try (GitHost host = start(GitHostOptions.open().withFilters(List.of(faults)))) {
      String advertisement = "/config.git/info/refs?service=git-upload-pack";
      faults.turnOn(new GitFault.Status(500));
      assertThat(get(host, advertisement)).startsWith("HTTP/1.1 500");
      faults.turnOn(new GitFault.WebPage());
      assertThat(get(host, advertisement)).startsWith("HTTP/1.1 200").contains("text/html");
      faults.turnOn(new GitFault.Cut());
      assertThat(get(host, advertisement)).isEmpty();
      faults.turnOn(new GitFault.Redirect(URI.create("http://other.invalid/")));
      assertThat(get(host, advertisement))
          .startsWith("HTTP/1.1 302")
          .containsIgnoringCase("Location: http://other.invalid" + advertisement);
      faults.turnOff();
      assertThat(get(host, advertisement)).startsWith("HTTP/1.1 200");
      assertThat(faults.seen())
          .hasSize(5)
          .containsOnly(new GitFaults.Seen("GET", advertisement, false));
    }
  }

  @Test
  void aFetchCanStallInTheMiddleAndGoOn() throws Exception {
    try (GitHost host = start(GitHostOptions.open().withFilters(List.of(faults)));
        GitClient client = client(host, "none")) {
      var incompressible = new StringBuilder();
      new Random(1).ints(100_000, 33, 126).forEach(incompressible::appendCodePoint);
      String commit = client.push(Map.of("large", incompressible.toString()));
      faults.turnOn(new GitFault.Stall(20_000));

      CompletableFuture<String> clone = CompletableFuture.supplyAsync(() -> clone(host));
      Eventually.holds("the pack stands still", () -> faults.stalling() == 1);
      assertThat(clone).isNotDone();

      faults.turnOff();
      Eventually.holds("the clone is complete", clone::isDone);
      assertThat(clone).isCompletedWithValue(commit);
    }
  }

  private GitHost start(GitHostOptions options) throws IOException {
    GitHost host = GitHost.start(repositories, options);
    host.create("config");
    return host;
  }

  private GitClient client(GitHost host, String token) throws Exception {
    return GitClient.at(folder.resolve("checkout"), host.url("config"), token);
  }

  /** The id of the commit that a new clone is at; null if there is none. */
  private String clone(GitHost host) {
    try (Git git =
        Git.cloneRepository()
            .setURI(host.url("config"))
            .setDirectory(folder.resolve("clone").toFile())
            .setCredentialsProvider(new UsernamePasswordCredentialsProvider("git", "none"))
            .call()) {
      var head = git.getRepository().resolve("HEAD");
      return head == null ? null : head.getName();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** A request as it is, without a client that would tidy its path or follow redirects. */
  private static String get(GitHost host, String path) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes());
      return new String(socket.getInputStream().readAllBytes());
    }
  }
}
