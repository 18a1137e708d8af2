package dev.sluice.live;

import dev.sluice.model.Inventory;
import java.util.List;

/**
 * The live side of one target.
 *
 * @param mark value of the ownership label on the target's objects
 * @param inventory what the target has applied so far
 * @param subjects every object that is wanted or remembered, sorted by key
 * @param warnings lines for people about what was accepted but looks unintended
 */
public record Live(
    String mark, Inventory inventory, List<Subject> subjects, List<String> warnings) {

  /** Without warnings. */
  public Live(String mark, Inventory inventory, List<Subject> subjects) {
    this(mark, inventory, subjects, List.of());
  }
}
