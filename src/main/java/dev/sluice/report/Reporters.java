package dev.sluice.report;

import dev.sluice.model.Failure;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells several reporters; one that cannot tell keeps the others from nothing. */
public final class Reporters implements Reporter {

  private final List<Reporter> reporters;

  /** Tells these, in this order. */
  public Reporters(List<Reporter> reporters) {
    this.reporters = List.copyOf(reporters);
  }

  @Override
  public void ran(Report report, Detail detail) throws Stopped {
    tell(reporter -> reporter.ran(report, detail));
  }

  @Override
  public void stopped(Target target, Failure failure) throws Stopped {
    tell(reporter -> reporter.stopped(target, failure));
  }

  @Override
  public void ran(Report report, Detail detail, Optional<Duration> within) throws Stopped {
    tell(reporter -> reporter.ran(report, detail, within));
  }

  @Override
  public void stopped(Target target, Failure failure, Detail detail, Optional<Duration> within)
      throws Stopped {
    tell(reporter -> reporter.stopped(target, failure, detail, within));
  }

  private void tell(Telling telling) throws Stopped {
    @Nullable Stopped first = null;
    for (Reporter reporter : reporters) {
      try {
        telling.to(reporter);
      } catch (Stopped stopped) {
        if (first == null) {
          first = stopped;
        } else {
          first.addSuppressed(stopped);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  @FunctionalInterface
  private interface Telling {
    void to(Reporter reporter) throws Stopped;
  }
}
