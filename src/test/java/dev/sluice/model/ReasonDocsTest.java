package dev.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page for troubled people knows every reason, with its exit code, and no other. */
class ReasonDocsTest {

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([A-Za-z]+)` \\| (\\d+) \\| (\\S[^|]+) \\| (\\S[^|]+) \\|$");

  @Test
  void everyReasonHasItsMeaningAndRemedy() throws IOException {
    String page = Files.readString(Checkout.root().resolve("docs/troubleshooting.md"));
    assertThat(ROW.matcher(page).results().map(row -> row.group(1) + " " + row.group(2)))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Reason.values())
                .map(reason -> reason.word() + " " + reason.exit().code())
                .toList());
  }
}
