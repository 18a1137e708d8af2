package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sluice.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code ./sluice} finds itself and starts the program. */
class LauncherSystemTest {

  private static final Path LAUNCHER = Checkout.root().resolve("sluice");

  @TempDir private Path folder;

  @Test
  void startsThroughLinksFromAnyFolder() throws Exception {
    Path first = Files.createSymbolicLink(folder.resolve("first"), LAUNCHER);
    Files.createSymbolicLink(folder.resolve("second"), first.getFileName());
    assertThat(run("", "./second", "--help")).contains("Usage: sluice");
  }

  @Test
  void startsFromTheTrainedCache() throws Exception {
    assumeThat(Checkout.root().resolve("target/quarkus-app/app.aot")).exists();
    // The launcher keeps quiet about a cache that does not fit: this notices.
    assertThat(run("-Xlog:class+load", LAUNCHER.toString(), "--help"))
        .containsPattern("dev\\.sluice\\.Main source: shared objects file");
  }

  private String run(String options, String... command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("SLUICE_JAVA_OPTS", options);
    builder.redirectOutput(folder.resolve("output").toFile());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String output = Files.readString(folder.resolve("output"));
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
