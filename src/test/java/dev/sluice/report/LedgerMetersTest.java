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
  private final LedgerMeters ledger =
      new LedgerMeters(new Answering(), "prod", new Meters(registry));

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
    public LedgerState read() {
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
    public Appended acknowledge(Acknowledgement given) {
      throw new UnsupportedOperationException();
    }
  }
}
