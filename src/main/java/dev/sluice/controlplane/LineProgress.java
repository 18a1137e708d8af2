package dev.sluice.controlplane;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;

/** For logs and pipes: a line when a stage begins, and one every half minute while it lasts. */
final class LineProgress implements Progress {
  private final PrintStream out;
  private final Duration interval;

  LineProgress(PrintStream out) {
    this(out, Duration.ofSeconds(30));
  }

  LineProgress(PrintStream out, Duration interval) {
    this.out = out;
    this.interval = interval;
  }

  @Override
  public <T> T during(String stage, Callable<T> work) throws Exception {
    out.println(stage);
    try (var ticker =
        new Ticker(interval, time -> out.println(stage + " … " + Ticker.readable(time)))) {
      return work.call();
    }
  }

  @Override
  public void note(String line) {
    out.println(line);
  }
}
