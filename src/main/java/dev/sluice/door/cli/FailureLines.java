package dev.sluice.door.cli;

import dev.sluice.model.Failure;
import java.util.List;

/** Failures for people, on standard error. */
final class FailureLines {

  private FailureLines() {}

  /** Prints one and returns its exit code. */
  static int print(Failure failure, Terminal terminal) {
    String line = failure.toString();
    String reason = failure.reason().word();
    terminal.err().println(Tone.BAD.paint(reason, terminal) + line.substring(reason.length()));
    terminal.err().flush();
    return failure.reason().exit().code();
  }

  /** Prints all and returns the exit code of the first, the most important; 0 without any. */
  static int print(List<Failure> failures, Terminal terminal) {
    failures.forEach(failure -> print(failure, terminal));
    return failures.isEmpty() ? 0 : failures.getFirst().reason().exit().code();
  }
}
