package dev.sluice.model;

/**
 * How an object fares.
 *
 * @param state the state
 * @param why one line for people; empty when healthy
 */
public record Health(State state, String why) {

  /** All is well. */
  public static final Health HEALTHY = new Health(State.HEALTHY, "");

  /** The states, from best to worst for adding up: the worst of many is the state of the whole. */
  public enum State {
    HEALTHY("Healthy"),
    SUSPENDED("Suspended"),
    PROGRESSING("Progressing"),
    UNKNOWN("Unknown"),
    MISSING("Missing"),
    DEGRADED("Degraded");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** The stable CamelCase word. */
    public String word() {
      return word;
    }
  }

  /** The worse of the two. */
  public Health worse(Health other) {
    return other.state.compareTo(state) > 0 ? other : this;
  }
}
