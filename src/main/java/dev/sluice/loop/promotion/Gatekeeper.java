package dev.sluice.loop.promotion;

import dev.sluice.promote.machine.Facts;
import dev.sluice.promote.machine.Promotion;
import java.util.List;
import java.util.Map;

/** Asks gates: collects the evidence and has it judged. */
@FunctionalInterface
public interface Gatekeeper {

  /**
   * What gates say about a promotion now. Never throws: a gate whose evidence cannot be had answers
   * that it cannot be had.
   *
   * @param promotion what is on its way
   * @param gates names of the gates
   * @param facts what else is known
   */
  Map<String, Facts.Answer> ask(Promotion promotion, List<String> gates, Facts facts);
}
