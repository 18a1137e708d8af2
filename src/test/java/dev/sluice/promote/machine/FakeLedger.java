package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A ledger in memory that refuses what no ledger may hold. */
final class FakeLedger implements Ledger {

  private LedgerState state = LedgerState.EMPTY;
  private int appends;

  @Override
  public LedgerState read() {
    return state;
  }

  @Override
  public Appended append(LedgerState base, List<Entry> entries) {
    if (!base.tip().equals(state.tip())) {
      return new Appended.Lost(state);
    }
    Map<String, List<Entry>> histories = new HashMap<>(state.histories());
    for (Entry entry : entries) {
      List<Entry> history = new ArrayList<>(histories.getOrDefault(entry.application(), List.of()));
      long next = history.isEmpty() ? 1 : history.getFirst().number() + 1;
      if (entry.number() != next) {
        throw new AssertionError("entry %d follows %d".formatted(entry.number(), next - 1));
      }
      history.addFirst(entry);
      histories.put(entry.application(), List.copyOf(history));
    }
    appends++;
    state = new LedgerState("tip" + appends, Map.copyOf(histories));
    return new Appended.Accepted(state);
  }

  @Override
  public Appended acknowledge(Acknowledgement given) {
    throw new UnsupportedOperationException("nobody edits this one");
  }

  /** Somebody writes about something else: the tip moves. */
  void elsewhere() {
    appends++;
    state = new LedgerState("tip" + appends, state.histories());
  }
}
