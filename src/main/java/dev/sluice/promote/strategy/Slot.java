package dev.sluice.promote.strategy;

import dev.sluice.model.Labels;

/**
 * A place that a release runs in beside another one.
 *
 * @param name ends the names of what runs in it, and is the value of the label; empty for a release
 *     that runs as it was rendered
 */
public record Slot(String name) {

  /** On everything in a slot, and on its Pods: the slot's name. */
  public static final String LABEL = Labels.SLOT;

  /** As rendered: what ran before there were slots. */
  public static final Slot PLAIN = new Slot("");

  public static final Slot BLUE = new Slot("blue");
  public static final Slot GREEN = new Slot("green");
  public static final Slot CANARY = new Slot("canary");

  /** The word for it in the ledger. */
  public String word() {
    return isPlain() ? "plain" : name;
  }

  /** The slot of a word in the ledger. */
  public static Slot ofWord(String word) {
    return word.equals(PLAIN.word()) ? PLAIN : new Slot(word);
  }

  /** Whether names and labels are as rendered. */
  public boolean isPlain() {
    return name.isEmpty();
  }

  /** What something is called in this slot. */
  String rename(String base) {
    return isPlain() ? base : base + "-" + name;
  }
}
