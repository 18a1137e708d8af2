package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Writes to a ledger are timed by what became of them. */
class LedgerMetersTest {

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final Deque<Object> answers = new ArrayDeque<>();
  private Ledger.Settled settled = Ledger.Settled.NOTHING;
  private @Nullable Failure unreadable;
  private final LedgerMeters ledger =
      new LedgerMeters(new Answering(), "config", "prod", new Meters(registry));

  @Test
  void eachWriteCountsUnderItsOutcome() throws Stopped {
    answers.add(new Ledger.Appended.Accepted(LedgerState.EMPTY));
    answers.add(new Ledger.Appended.Lost(LedgerState.EMPTY));
    answers.add(Failure.of(Reason.LEDGER_REFUSED, "no right to push", ""));
    ledger.append(LedgerState.EMPTY, List.of());
    ledger.append(LedgerState.EMPTY, List.of());
    assertThatThrownBy(() -> ledger.append(LedgerState.EMPTY, List.of()))
        .isInstanceOf(Stopped.class);

    assertThat(count("accepted")).isEqualTo(1);
    assertThat(count("lost")).isEqualTo(1);
    assertThat(count("LedgerRefused")).isEqualTo(1);
  }

  @Test
  void whatItWaitsForIsShownUntilItWaitsNoMore() throws Stopped {
    assertThat(waits("PendingPush")).isZero();
    settled = Ledger.Settled.WAITS;
    ledger.settle();
    assertThat(waits("PendingPush")).isEqualTo(1);
    settled = Ledger.Settled.MOVED;
    ledger.settle();
    assertThat(waits("PendingPush")).isZero();

    unreadable = Failure.of(Reason.LEDGER_HELD, "moved meanwhile", "");
    assertThatThrownBy(ledger::read).isInstanceOf(Stopped.class);
    assertThat(waits("LedgerHeld")).isEqualTo(1);
    unreadable = Failure.of(Reason.LEDGER_EDITED, "edited by hand", "");
    assertThatThrownBy(ledger::read).isInstanceOf(Stopped.class);
    assertThat(waits("LedgerHeld")).isZero();
    assertThat(waits("LedgerEdited")).isEqualTo(1);
    unreadable = null;
    ledger.read();
    assertThat(waits("LedgerEdited")).isZero();
  }

  private double waits(String state) {
    return registry
        .get(Metric.LEDGER_WAITS.id())
        .tags("repository", "config", "environment", "prod", "state", state)
        .gauge()
        .value();
  }

  private long count(String result) {
    return registry
        .get(Metric.LEDGER_WRITES.id())
        .tag("environment", "prod")
        .tag("result", result)
        .timer()
        .count();
  }

  /** A ledger that answers as it was told to. */
  private final class Answering implements Ledger {

    @Override
    public LedgerState read() throws Stopped {
      if (unreadable != null) {
        throw new Stopped(unreadable);
      }
      return LedgerState.EMPTY;
    }

    @Override
    public Appended append(LedgerState base, List<Entry> entries) throws Stopped {
      @Nullable Object answer = answers.poll();
      if (answer instanceof Failure failure) {
        throw new Stopped(failure);
      }
      return (Appended) answer;
    }

    @Override
    public Settled settle() {
      return settled;
    }

    @Override
    public Appended acknowledge(Acknowledgement given) {
      throw new UnsupportedOperationException();
    }
  }
}
