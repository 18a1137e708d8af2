package dev.sluice.promote.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * When a target was healthy, as far as it was watched. What nobody saw does not count as healthy.
 *
 * @param spans the times it was healthy, the oldest first; the last one may be open
 */
public record HealthTimes(List<Span> spans) {

  /** Nothing was seen yet. */
  public static final HealthTimes UNKNOWN = new HealthTimes(List.of());

  /** Older ones are forgotten: a target that stumbles this often does not soak anyway. */
  private static final int MOST = 500;

  /**
   * A time of health.
   *
   * @param from its begin
   * @param to its end; {@link Instant#MAX} while it lasts
   */
  public record Span(Instant from, Instant to) {

    Duration within(Instant begin, Instant end) {
      Instant first = from.isAfter(begin) ? from : begin;
      Instant last = to.isBefore(end) ? to : end;
      return first.isBefore(last) ? Duration.between(first, last) : Duration.ZERO;
    }

    boolean isOpen() {
      return to.equals(Instant.MAX);
    }
  }

  /** From now on it is healthy. */
  public HealthTimes healthy(Instant now) {
    if (isHealthy()) {
      return this;
    }
    List<Span> more =
        new ArrayList<>(spans.subList(Math.max(0, spans.size() - MOST), spans.size()));
    more.add(new Span(now, Instant.MAX));
    return new HealthTimes(List.copyOf(more));
  }

  /** From now on it is not healthy, or nobody can tell. */
  public HealthTimes unhealthy(Instant now) {
    if (!isHealthy()) {
      return this;
    }
    List<Span> more = new ArrayList<>(spans);
    more.set(more.size() - 1, new Span(more.getLast().from(), now));
    return new HealthTimes(List.copyOf(more));
  }

  /** Whether it is healthy now. */
  public boolean isHealthy() {
    return !spans.isEmpty() && spans.getLast().isOpen();
  }

  /** How long it was healthy between two instants. */
  public Duration between(Instant begin, Instant end) {
    return spans.stream()
        .map(span -> span.within(begin, end))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** The times at which both were healthy. */
  public HealthTimes and(HealthTimes other) {
    List<Span> both = new ArrayList<>();
    for (Span one : spans) {
      for (Span two : other.spans) {
        Instant from = one.from().isAfter(two.from()) ? one.from() : two.from();
        Instant to = one.to().isBefore(two.to()) ? one.to() : two.to();
        if (from.isBefore(to)) {
          both.add(new Span(from, to));
        }
      }
    }
    return new HealthTimes(List.copyOf(both));
  }
}
