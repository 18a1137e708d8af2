package dev.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Nothing in the demo takes longer than somebody looks at it. */
class PaceTest {

  @Test
  void smokeTestsStepsAndRetirementsAreSoon() throws IOException {
    assertThat(Pace.watchable(text("staging")))
        .contains("          pause: 5s\n", "            interval: 1s\n", "attempts: 30\n")
        .doesNotContain("10m", "10s");
    assertThat(Pace.watchable(text("prod")))
        .contains("          retireAfter: 5m\n", "soak: 10s\n")
        .doesNotContain("24h");
  }

  @Test
  void everythingElseStaysAsItIs() {
    String text = "# pause: 10m\nspec:\n  deadline: 1h\n  gates: [{soak: 10s}]\n";

    assertThat(Pace.watchable(text)).isEqualTo(text);
  }

  private static String text(String environment) throws IOException {
    Path file = Checkout.root().resolve("environments").resolve(environment + ".yaml");
    return Files.readString(file);
  }
}
