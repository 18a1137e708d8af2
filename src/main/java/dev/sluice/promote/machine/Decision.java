package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be done for one target, in this order: the promotions are written, then the entries
 * are appended, then the target is run. All of it may be done again after a crash.
 *
 * @param promotions those that are new or changed, to be written before anything else
 * @param append entries to append to the environment's ledger; when that is lost, everything is
 *     decided anew from the new state
 * @param answered requests that are carried out or refused, by id, with one line for the person
 * @param ask the gates to be asked next, by promotion id: their names
 * @param recheckAt when to decide again if nothing happens before
 */
public record Decision(
    List<Promotion> promotions,
    List<Entry> append,
    Map<String, Answered> answered,
    Map<String, List<String>> ask,
    Optional<Instant> recheckAt) {

  /** What became of a request. */
  public record Answered(Result result, String message) {}

  /** Whether a request was carried out. */
  public enum Result {
    DONE,
    REFUSED
  }
}
