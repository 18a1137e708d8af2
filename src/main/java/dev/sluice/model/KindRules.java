package dev.sluice.model;

import java.util.List;

/**
 * Health rules for some kinds, as written in a file. They are asked in order; the first that
 * applies gives the health, and where none applies the object is judged as without them.
 *
 * @param group the API group; empty for the core group, {@code *.example.com} for all groups below
 *     a domain
 * @param kinds the kinds, whatever their version; {@code *} for all of the group
 * @param rules in the order they are asked
 * @param origin where they stand
 */
public record KindRules(String group, List<String> kinds, List<Rule> rules, Origin origin) {

  /** All groups below a domain start with this. */
  public static final String BELOW = "*.";

  /** All kinds of the group. */
  public static final String ALL = "*";

  /**
   * One rule.
   *
   * @param state the health where it applies
   * @param when the CEL expression that tells whether it applies; empty for always
   * @param message the CEL expression of the words for people; empty for none
   * @param origin where it stands
   */
  public record Rule(Health.State state, String when, String message, Origin origin) {}
}
