package dev.sluice.bench;

import java.time.Instant;
import java.util.List;

/**
 * The result of a measurement.
 *
 * @param when it began
 */
public record BenchReport(Instant when, Machine machine, List<SizeReport> sizes) {

  public BenchReport {
    sizes = List.copyOf(sizes);
  }
}
