package dev.sluice.promote.dr;

import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.machine.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be done for a standby, in this order. Only one of the two ledgers is written at a
 * time; what comes after is decided from what stands there then.
 *
 * @param elsewhere entries for the ledger of the original
 * @param append entries for the ledger of the standby
 * @param answered requests that are through, by id
 * @param waitsFor one line for people; empty when nothing is under way
 * @param recheckAt when to decide again if nothing happens before
 * @param overdue what people have to know about a drill that was due and not held; empty for
 *     nothing
 */
public record DrDecision(
    List<Entry> elsewhere,
    List<Entry> append,
    Map<String, Decision.Answered> answered,
    String waitsFor,
    Optional<Instant> recheckAt,
    Optional<String> overdue) {

  /** There is nothing to do. */
  public static final DrDecision NOTHING =
      new DrDecision(List.of(), List.of(), Map.of(), "", Optional.empty());

  /** A decision while no drill is overdue. */
  public DrDecision(
      List<Entry> elsewhere,
      List<Entry> append,
      Map<String, Decision.Answered> answered,
      String waitsFor,
      Optional<Instant> recheckAt) {
    this(elsewhere, append, answered, waitsFor, recheckAt, Optional.empty());
  }
}
