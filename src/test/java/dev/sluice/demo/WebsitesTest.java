package dev.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's smoke tests go to stubs that a person can switch off. */
class WebsitesTest {

  private static final String GATE =
      """
          - http:
              url: https://api.example.com/health
              attempts: 30
              interval: 10s
      """;

  @TempDir private Path down;
  private Websites websites;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException {
    websites = Websites.start(down);
  }

  @AfterEach
  void stop() {
    websites.close();
    client.close();
  }

  @Test
  void aGateIsLedHere() {
    assertThat(websites.leadHere(GATE))
        .containsPattern("url: http://127\\.0\\.0\\.1:\\d+/api\\.example\\.com/health\n")
        .contains("attempts: 30\n", "interval: 10s\n");
  }

  @Test
  void whatIsNoAddressOfAGateStaysAsItIs() {
    String text = "# See https://example.com\nserver: https://kubernetes.default.svc\n";

    assertThat(websites.leadHere(text)).isEqualTo(text);
  }

  @Test
  void aHostAnswersUntilItIsSaidToBeDown() throws Exception {
    assertThat(status(address())).isEqualTo(200);

    Files.createFile(down.resolve("api.example.com"));
    assertThat(status(address())).isEqualTo(503);

    Files.delete(down.resolve("api.example.com"));
    assertThat(status(address())).isEqualTo(200);
  }

  @Test
  void whatIsNoHostIsNotFound() throws Exception {
    URI root = address().resolve("/");

    assertThat(status(root)).isEqualTo(404);
    assertThat(status(root.resolve("/%2e%2e/etc"))).isEqualTo(404);
  }

  private URI address() {
    Matcher url = Pattern.compile("url: (\\S+)").matcher(websites.leadHere(GATE));
    assertThat(url.find()).isTrue();
    return URI.create(url.group(1));
  }

  private int status(URI address) throws IOException, InterruptedException {
    return client
        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
        .statusCode();
  }
}
