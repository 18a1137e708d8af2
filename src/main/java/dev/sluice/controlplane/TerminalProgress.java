package dev.sluice.controlplane;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;

/** One line per stage on a terminal, rewritten every second while the stage lasts. */
final class TerminalProgress implements Progress {
  private static final String CLEAR_LINE = "\r\033[K";

  private final PrintStream out;

  TerminalProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public <T> T during(String stage, Callable<T> work) throws Exception {
    show(stage, Duration.ZERO);
    try (var ticker = new Ticker(Duration.ofSeconds(1), elapsed -> show(stage, elapsed))) {
      T result = work.call();
      ticker.close();
      show(stage, ticker.elapsed());
      return result;
    } finally {
      out.println();
    }
  }

  @Override
  public void note(String line) {
    out.println(line);
  }

  private void show(String stage, Duration elapsed) {
    out.print(CLEAR_LINE + stage + " … " + Ticker.readable(elapsed));
    out.flush();
  }
}
