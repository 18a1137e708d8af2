package dev.sluice.promote.gate;

import dev.sluice.model.promotion.Gate;
import java.time.Duration;
import java.time.Instant;

/** Another system reported success about the commit. */
final class StatusCheckGate {

  /** Where the probe does not say when it knows more. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private StatusCheckGate() {}

  static Finding ask(Gate.StatusCheck gate, Instant now, Evidence.Status status) {
    String what = "%s by %s".formatted(gate.context(), gate.reporter().words());
    String text = status.text().isEmpty() ? "" : ": " + status.text();
    Finding finding =
        switch (status.state()) {
          case SUCCESS -> Finding.pass(what + " succeeded");
          case FAILURE -> Finding.fail(what + " failed" + text);
          case PENDING -> Finding.pending(what + " is not done" + text);
          case SKIPPED ->
              switch (gate.skipped()) {
                case ALLOWED -> Finding.pass(what + " was skipped, which is allowed here" + text);
                case REFUSED ->
                    Finding.fail(what + " checked nothing" + text + "; `skipped` allows that");
              };
          case MISSING -> Finding.pending(what + " has not said anything about this commit" + text);
          case UNKNOWN -> Finding.error(what + " says what Sluice does not know" + text);
        };
    return finding
        .seen(status.url())
        .from(gate.context(), gate.reporter(), gate.skipped(), status.state())
        .recheck(status.again().orElse(now.plus(AGAIN)));
  }
}
