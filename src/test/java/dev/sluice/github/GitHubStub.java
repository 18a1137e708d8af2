package dev.sluice.github;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.sluice.model.Failure;
import dev.sluice.model.Stopped;
import dev.sluice.testing.MutableClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A GitHub host on this machine, and who asks it. */
abstract class GitHubStub {

  static final String COMMIT = "c".repeat(40);
  static final String TOKEN = "ghp_verySecret";
  static final String STATUSES = "/api/v3/repos/acme/config/commits/" + COMMIT + "/statuses";
  static final String CHECKS = "/api/v3/repos/acme/config/commits/" + COMMIT + "/check-runs";
  static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  static final WireMockServer SERVER = server();
  static final WireMockServer ELSEWHERE = server();

  final MutableClock clock = new MutableClock();
  final List<Integer> heard = new CopyOnWriteArrayList<>();

  @TempDir Path folder;
  GitHub github;
  GitHubRepository repository;

  @BeforeAll
  static void listen() {
    SERVER.start();
    ELSEWHERE.start();
  }

  @AfterAll
  static void stop() {
    SERVER.stop();
    ELSEWHERE.stop();
  }

  @BeforeEach
  void begin() throws IOException {
    clock.advance(Duration.between(clock.instant(), NOW));
    SERVER.resetAll();
    ELSEWHERE.resetAll();
    ELSEWHERE.stubFor(any(anyUrl()).willReturn(okJson("[]")));
    Path token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    repository =
        new GitHubRepository(URI.create(url("/api/v3")), "acme/config", Optional.of(token));
    github =
        new GitHub(
            new Exchange.Limits(Duration.ofSeconds(20), 100_000),
            (host, status, took) -> heard.add(status),
            clock);
  }

  @AfterEach
  void end() {
    github.close();
  }

  Listing<CommitStatus> statuses() {
    return github.statuses(repository, COMMIT, "ci", one -> false);
  }

  Failure failure() {
    Stopped stopped = catchThrowableOfType(Stopped.class, () -> statuses().read());
    assertThat(stopped).isNotNull();
    return stopped.failure();
  }

  void answer(ResponseDefinitionBuilder answer) {
    SERVER.stubFor(get(urlPathEqualTo(STATUSES)).willReturn(answer));
  }

  String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(SERVER.port(), path);
  }

  static WireMockServer server() {
    return new WireMockServer(
        WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
  }
}
