package dev.sluice.promote.gate;

import dev.sluice.model.DurationText;
import dev.sluice.model.promotion.Gate;
import java.time.Duration;
import java.time.Instant;

/** A Job ran to its end. */
final class JobGate {

  /** A Job's end is an event; this is for one that was missed. */
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private JobGate() {}

  static Finding ask(Gate.Job gate, Instant now, Evidence.JobRun run) {
    Instant end = run.started().plus(gate.timeout());
    String text = run.text().isEmpty() ? "" : ": " + run.text();
    Finding finding =
        switch (run.state()) {
          case SUCCEEDED -> Finding.pass("Job %s succeeded".formatted(run.job()));
          case FAILED -> Finding.fail("Job %s failed%s".formatted(run.job(), text));
          case GONE ->
              Finding.fail(
                  "Job %s was deleted before it ended; it is not started a second time"
                      .formatted(run.job()));
          case RUNNING ->
              now.isBefore(end)
                  ? Finding.pending("Job %s runs%s".formatted(run.job(), text))
                      .recheck(earlier(end, now.plus(AGAIN)))
                  : Finding.fail(
                      "Job %s has not ended within %s%s"
                          .formatted(run.job(), DurationText.of(gate.timeout()), text));
        };
    return finding.seen(run.job()).from(run.job(), run.state(), gate.timeout());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
