package dev.sluice.controlplane;

import java.io.PrintStream;
import java.util.concurrent.Callable;

/** Tells a person what is going on while something takes long. */
public interface Progress {
  /**
   * Does the work of one stage and shows it, with the time that it takes.
   *
   * @param stage what is done, such as {@code Building kube-apiserver (2 of 5)}
   */
  <T> T during(String stage, Callable<T> work) throws Exception;

  /** Shows one line that is not a stage. */
  void note(String line);

  /** Updated in place where the output is a terminal, otherwise a line per stage. */
  static Progress on(PrintStream out) {
    var console = System.console();
    return console != null && console.isTerminal()
        ? new TerminalProgress(out)
        : new LineProgress(out);
  }

  /** Shows nothing. */
  static Progress silent() {
    return new Progress() {
      @Override
      public <T> T during(String stage, Callable<T> work) throws Exception {
        return work.call();
      }

      @Override
      public void note(String line) {
        // Nobody reads it.
      }
    };
  }
}
