package dev.sluice.promote.ledger;

import dev.sluice.model.Stopped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Where the files of one ledger are kept, with compare-and-swap. */
public interface LedgerStore {

  /**
   * The files, from the local cache: makes no request.
   *
   * @throws Stopped when it is not known what they are
   */
  Files read() throws Stopped;

  /**
   * Writes files, if they still are as they were read. The same files on the same base with the
   * same message and time make the same tip.
   *
   * @param changed whole files by name
   * @param message what is done, for people
   * @param at when it was decided
   * @throws Stopped when it is not known whether they were written, or they must not be
   */
  Written write(Files base, Map<String, String> changed, String message, Instant at) throws Stopped;

  /**
   * The same for one file that begins anew, because nothing of what it held is needed any more. A
   * store that cannot do so in one step may keep it below the new text.
   *
   * @param text the whole file
   */
  Written begin(Files base, String file, String text, String message, Instant at) throws Stopped;

  /**
   * Files at one point.
   *
   * @param tip id of that point; empty for a ledger that nothing was ever written to
   * @param parent id of the point before, itself empty for the first; none where points do not name
   *     the one before
   * @param texts the files by name
   */
  record Files(String tip, Optional<String> parent, Map<String, String> texts) {}

  /** What became of an attempt to write. */
  sealed interface Written {

    /** As it is now. */
    Files now();

    /** The files are in. */
    record Accepted(Files now) implements Written {}

    /** Somebody else was first. */
    record Lost(Files now) implements Written {}
  }
}
