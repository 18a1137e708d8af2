package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of the metrics lists exactly those that the code has. */
class MetricsDocsTest {

  @Test
  void thePageListsEveryMetricAsTheTableOfTheCodeDoes() throws IOException {
    String rows =
        Files.readAllLines(Checkout.root().resolve("docs/metrics.md")).stream()
            .filter(line -> line.startsWith("| `sluice_"))
            .collect(Collectors.joining("\n"));
    assertThat(rows)
        .isEqualTo(
            Arrays.stream(Metric.values())
                .map(MetricsDocsTest::row)
                .collect(Collectors.joining("\n")));
  }

  private static String row(Metric metric) {
    String labels =
        metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s |"
        .formatted(
            metric.prometheus(),
            metric.kind().name().toLowerCase(Locale.ROOT),
            labels,
            metric.meaning());
  }
}
