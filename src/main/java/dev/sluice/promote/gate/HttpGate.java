package dev.sluice.promote.gate;

import dev.sluice.model.promotion.Gate;
import dev.sluice.promote.gate.Evidence.Try;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One good answer opens it; as many bad ones as it may try shut it. */
final class HttpGate {

  private HttpGate() {}

  static Finding ask(Gate.Http gate, Instant now, Evidence.Tries evidence) {
    List<Try> tries = evidence.tries();
    boolean good = tries.stream().anyMatch(one -> problem(gate, one).isEmpty());
    Optional<Try> last = tries.isEmpty() ? Optional.empty() : Optional.of(tries.getLast());
    String why = last.map(one -> problem(gate, one)).orElse("");
    Finding finding;
    if (good) {
      finding = Finding.pass("%s answers as it should".formatted(evidence.address()));
    } else if (tries.size() >= gate.attempts().count()) {
      finding =
          Finding.fail("%s: %s, after %d tries".formatted(evidence.address(), why, tries.size()));
    } else {
      finding =
          Finding.pending(
                  tries.isEmpty()
                      ? "%s is being asked".formatted(evidence.address())
                      : "%s: %s; up to %d tries"
                          .formatted(evidence.address(), why, gate.attempts().count()))
              .recheck(next(last.map(Try::at), gate.attempts(), now));
    }
    return finding
        .seen(evidence.address())
        .from(evidence.address(), gate.expect(), finding.verdict(), why);
  }

  /** What is wrong with an answer; empty for a good one. */
  private static String problem(Gate.Http gate, Try one) {
    if (!one.problem().isEmpty()) {
      return one.problem();
    }
    if (one.status() != gate.expect()) {
      return "answers %d, not %d".formatted(one.status(), gate.expect());
    }
    if (one.body() == Try.Body.DIFFERS) {
      return "its answer does not hold what is expected";
    }
    boolean slow =
        gate.latency().compareTo(Duration.ZERO) > 0 && one.took().compareTo(gate.latency()) > 0;
    return slow ? "takes longer than %d ms".formatted(gate.latency().toMillis()) : "";
  }

  /** When the next try is due; one that is under way says so itself when it is done. */
  static Instant next(Optional<Instant> last, Gate.Attempts attempts, Instant now) {
    Duration interval =
        attempts.interval().compareTo(Duration.ofSeconds(1)) < 0
            ? Duration.ofSeconds(1)
            : attempts.interval();
    return last.map(at -> at.plus(interval))
        .filter(due -> due.isAfter(now))
        .orElse(now.plus(interval));
  }
}
