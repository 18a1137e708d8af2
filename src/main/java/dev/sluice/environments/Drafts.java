package dev.sluice.environments;

import dev.sluice.model.Environment;
import dev.sluice.model.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Environments as their files declare them, not yet held against each other.
 *
 * @param good those without mistakes of their own
 * @param broken where those with mistakes stand, by name; those whose name cannot be read share
 *     {@link #NAMELESS}
 */
record Drafts(List<Draft> good, Map<String, Origin> broken) {

  /** Stands for the name of what has none that can be read. */
  static final String NAMELESS = "";

  static final Drafts NONE = new Drafts(List.of(), Map.of());

  /**
   * One environment.
   *
   * @param environment as declared; without a branch where it follows others
   * @param follows where it says what it follows
   */
  record Draft(Environment environment, Origin follows) {

    String name() {
      return environment.name();
    }
  }

  /** These and those of another file. */
  Drafts and(Drafts others) {
    List<Draft> all = new ArrayList<>(good);
    all.addAll(others.good);
    Map<String, Origin> allBroken = new TreeMap<>(broken);
    allBroken.putAll(others.broken);
    return new Drafts(all, allBroken);
  }
}
