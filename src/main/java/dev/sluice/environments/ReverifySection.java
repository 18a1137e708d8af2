package dev.sluice.environments;

import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.PromotionPolicy.Reverify;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** From the checked fields to when what was verified is looked at again. */
record ReverifySection(Values values, Complaints complaints, String path) {

  private static final Duration SHORTEST = Duration.ofMinutes(1);

  /**
   * What is said here, or else what holds anyway.
   *
   * @param gates all that hold here
   */
  Reverify read(Reverify before, List<Gate> gates) {
    if (!values.has(path)) {
      return before;
    }
    Reverify read = new Reverify(duration("interval"), duration("degraded"));
    if (read.equals(Reverify.NEVER)) {
      complaints.add(
          values.line(path),
          path,
          "says neither how often gates are asked again nor how long a release may be Degraded",
          "Give interval, degraded or both, or take it out");
    }
    if (read.interval().isPresent() && gates.stream().noneMatch(Reverify::asksAgain)) {
      complaints.add(
          values.line(at("interval")),
          at("interval"),
          "there is no http or prometheus gate in phase post that could be asked again",
          "Add one, or take the interval out");
    }
    requireAMinute("interval", read.interval());
    requireAMinute("degraded", read.degraded());
    return read;
  }

  private void requireAMinute(String field, Optional<Duration> length) {
    if (length.filter(one -> one.compareTo(SHORTEST) < 0).isPresent()) {
      complaints.add(
          values.line(at(field)),
          at(field),
          "is shorter than a minute: a restart would revoke what is well",
          "Give a minute at least");
    }
  }

  private Optional<Duration> duration(String field) {
    return Optional.of(Durations.of(values.text(at(field)), Duration.ZERO))
        .filter(Duration::isPositive);
  }

  private String at(String field) {
    return path + "." + field;
  }
}
