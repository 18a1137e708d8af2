package dev.sluice.bench;

import java.util.List;
import java.util.Optional;

/**
 * All that was measured at one size.
 *
 * @param floor the work of a client without a daemon; a pipeline has none
 * @param before what else the machine did just before
 * @param after what else it did just after
 * @param steadyBytes resident memory of daemon and render workers after all the work
 * @param peakBytes the most of it, looked at five times a second
 */
public record SizeReport(
    Size size,
    Machine.Load before,
    Machine.Load after,
    Optional<Floor> floor,
    List<Figure> figures,
    long steadyBytes,
    long peakBytes) {

  public SizeReport {
    figures = List.copyOf(figures);
  }
}
