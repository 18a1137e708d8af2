package dev.sluice.report;

import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A ledger whose writes are timed, by what became of them. */
public final class LedgerMeters implements Ledger {

  private final Ledger ledger;
  private final String environment;
  private final Meters meters;

  /** The ledger of an environment, timed. */
  public LedgerMeters(Ledger ledger, String environment, Meters meters) {
    this.ledger = ledger;
    this.environment = environment;
    this.meters = meters;
  }

  @Override
  public LedgerState read() throws Stopped {
    return ledger.read();
  }

  @Override
  public Appended append(LedgerState base, List<Entry> entries) throws Stopped {
    return timed(() -> ledger.append(base, entries));
  }

  @Override
  public Appended acknowledge(Acknowledgement given) throws Stopped {
    return timed(() -> ledger.acknowledge(given));
  }

  @Override
  public Settled settle() throws Stopped {
    return ledger.settle();
  }

  @Override
  public Optional<String> remark() throws Stopped {
    return ledger.remark();
  }

  @FunctionalInterface
  private interface Write {
    Appended write() throws Stopped;
  }

  private Appended timed(Write write) throws Stopped {
    long begun = System.nanoTime();
    try {
      Appended appended = write.write();
      time(
          begun,
          switch (appended) {
            case Appended.Accepted ignored -> "accepted";
            case Appended.Lost ignored -> "lost";
          });
      return appended;
    } catch (Stopped stopped) {
      time(begun, stopped.failure().reason().word());
      throw stopped;
    }
  }

  private void time(long begun, String result) {
    meters.time(
        Metric.LEDGER_WRITES, Duration.ofNanos(System.nanoTime() - begun), environment, result);
  }
}
