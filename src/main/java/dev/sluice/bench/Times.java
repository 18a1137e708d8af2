package dev.sluice.bench;

import java.util.List;

/**
 * How long something took, once or several times.
 *
 * @param seconds in the order in which they were measured
 */
public record Times(List<Double> seconds) {

  public Times {
    seconds = List.copyOf(seconds);
    if (seconds.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
  }

  static Times once(double seconds) {
    return new Times(List.of(seconds));
  }

  static double between(long fromNanos, long toNanos) {
    return (toNanos - fromNanos) / 1e9;
  }

  public double median() {
    List<Double> sorted = seconds.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  public double shortest() {
    return seconds.stream().min(Double::compare).orElseThrow();
  }

  public double longest() {
    return seconds.stream().max(Double::compare).orElseThrow();
  }
}
