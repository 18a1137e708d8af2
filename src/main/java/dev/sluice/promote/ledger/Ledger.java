package dev.sluice.promote.ledger;

import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ledger of one environment: linear, only ever appended to by compare-and-swap. */
public interface Ledger {

  /**
   * What it holds, from the local cache: makes no request.
   *
   * @throws Stopped when it was never read, was edited by hand or was written by a newer version
   */
  LedgerState read() throws Stopped;

  /**
   * Appends entries as one commit, if the ledger still stands as it was read. The same entries on
   * the same state make the same commit: after a crash it is safe to append again.
   *
   * @param base the state that was decided from
   * @param entries their numbers continue those of {@code base}; of one application the older first
   * @throws Stopped when it is not known whether they were appended: read again and compare
   */
  Appended append(LedgerState base, List<Entry> entries) throws Stopped;

  /**
   * Takes the ledger as it stands although somebody else wrote to it, and records who vouches for
   * it. Nothing is recorded when nobody did.
   *
   * @throws Stopped when it cannot be read at all, or as above
   */
  Appended acknowledge(Acknowledgement given) throws Stopped;

  /**
   * Brings entries to the ledger that could not be written to it when they were decided. Asks for
   * nothing where there are none.
   *
   * @throws Stopped when it is refused what waits
   */
  default Settled settle() throws Stopped {
    return Settled.NOTHING;
  }

  /**
   * What people should know about where its entries are; empty when they are where they belong.
   *
   * @throws Stopped when it cannot be read
   */
  default Optional<String> remark() throws Stopped {
    return Optional.empty();
  }

  /** What became of entries that could not be written. */
  enum Settled {
    /** There are none, or a person has to decide about them. */
    NOTHING,
    /** They are there, or a person has to decide about them from now on. */
    MOVED,
    /** The place is still away: again after a while. */
    WAITS
  }

  /**
   * A person vouches for a ledger.
   *
   * @param by user name
   * @param at when
   * @param reason why, for people
   * @param details what else is to be recorded
   */
  record Acknowledgement(String by, Instant at, String reason, Map<String, String> details) {}

  /** What became of an attempt to append. */
  sealed interface Appended {

    /** The state as it is now. */
    LedgerState now();

    /** The entries are in. */
    record Accepted(LedgerState now) implements Appended {}

    /** Somebody else was first: decide anew. */
    record Lost(LedgerState now) implements Appended {}
  }
}
