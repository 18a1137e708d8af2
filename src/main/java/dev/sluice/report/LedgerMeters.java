package dev.sluice.report;

import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A ledger whose writes are timed, by what became of them, and that shows what it waits for. */
public final class LedgerMeters implements Ledger {

  private final Ledger ledger;
  private final String environment;
  private final Meters meters;
  private final AtomicInteger pending = new AtomicInteger();
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger edited = new AtomicInteger();

  /** The ledger of an environment, timed. */
  public LedgerMeters(Ledger ledger, String repository, String environment, Meters meters) {
    this.ledger = ledger;
    this.environment = environment;
    this.meters = meters;
    Map.of(
            "PendingPush",
            pending,
            Reason.LEDGER_HELD.word(),
            held,
            Reason.LEDGER_EDITED.word(),
            edited)
        .forEach((state, value) ->
            meters.watch(Metric.LEDGER_WAITS, value::get, repository, environment, state));
  }

  @Override
  public LedgerState read() throws Stopped {
    try {
      LedgerState read = ledger.read();
      held.set(0);
      edited.set(0);
      return read;
    } catch (Stopped stopped) {
      held.set(stopped.failure().reason() == Reason.LEDGER_HELD ? 1 : 0);
      edited.set(stopped.failure().reason() == Reason.LEDGER_EDITED ? 1 : 0);
      throw stopped;
    }
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
    Settled settled = ledger.settle();
    pending.set(settled == Settled.WAITS ? 1 : 0);
    return settled;
  }

  @Override
  public Optional<String> remark() throws Stopped {
    Optional<String> remark = ledger.remark();
    pending.set(remark.isPresent() && held.get() == 0 ? 1 : 0);
    return remark;
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
