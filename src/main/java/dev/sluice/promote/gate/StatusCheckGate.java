package dev.sluice.promote.gate;

import dev.sluice.model.promotion.Gate;

/** Another system's check succeeded on the commit. */
final class StatusCheckGate {

  private StatusCheckGate() {}

  static Finding ask(Gate.StatusCheck gate, Evidence.Status status) {
    String text = status.text().isEmpty() ? "" : ": " + status.text();
    Finding finding =
        switch (status.state()) {
          case SUCCESS -> Finding.pass(gate.context() + " succeeded");
          case FAILURE -> Finding.fail(gate.context() + " failed" + text);
          case PENDING -> Finding.pending(gate.context() + " is not done" + text);
          case MISSING ->
              Finding.pending(
                  "%s of %s has not said anything about this commit"
                      .formatted(gate.context(), gate.app()));
        };
    return finding.seen(status.url()).from(gate.context(), gate.app(), status.state());
  }
}
