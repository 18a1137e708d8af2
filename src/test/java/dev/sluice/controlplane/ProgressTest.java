package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a person sees while something takes long. */
class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void aLogGetsALinePerStageAndOneMoreNowAndThen() throws Exception {
    var progress = new LineProgress(out, Duration.ofMillis(1));
    progress.during(
        "Building etcd",
        () -> {
          Eventually.holds("a line with the time", () -> shown().contains("Building etcd … 0 s\n"));
          return "built";
        });
    progress.note("Done.");
    assertThat(shown()).startsWith("Building etcd\n").endsWith("Done.\n");
  }

  @Test
  void aTerminalGetsOneLineThatIsRewritten() throws Exception {
    var progress = new TerminalProgress(out);
    assertThat(progress.during("Building etcd", () -> 42)).isEqualTo(42);
    assertThat(shown()).isEqualTo("\r\033[KBuilding etcd … 0 s\r\033[KBuilding etcd … 0 s\n");
  }

  @Test
  void theLineIsEndedWhenTheStageFails() {
    assertThatThrownBy(() ->
            new TerminalProgress(out)
                .during(
                    "Building etcd",
                    () -> {
                      throw new IllegalStateException("no room");
                    }))
        .hasMessage("no room");
    assertThat(shown()).endsWith("\n");
  }

  @Test
  void timesAreReadable() {
    assertThat(Ticker.readable(Duration.ofSeconds(4))).isEqualTo("4 s");
    assertThat(Ticker.readable(Duration.ofSeconds(123))).isEqualTo("2 min 03 s");
  }

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
