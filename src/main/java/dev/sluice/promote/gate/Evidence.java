package dev.sluice.promote.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** What a probe found out for a gate. */
public sealed interface Evidence {

  /** The gate decides from its context alone. */
  record None() implements Evidence {}

  /**
   * It could not be had.
   *
   * @param why for people, with what to do; never a secret
   * @param again when it is looked for again; empty where nobody knows
   */
  record Unavailable(String why, Optional<Instant> again) implements Evidence {

    /** It is not known when it could be had. */
    public Unavailable(String why) {
      this(why, Optional.empty());
    }
  }

  /**
   * Whose word counts.
   *
   * @param authors the names under which the authors of the candidate are known, in any spelling
   * @param members who belongs to the team that the gate names; empty where it names none
   * @param touched which of the files that the gate names the candidate changes, by path; empty
   *     where it names none
   */
  record Voters(Set<String> authors, Set<String> members, SortedSet<String> touched)
      implements Evidence {}

  /**
   * What the candidate renders to.
   *
   * @param required the variables that the application itself asks for at the same revision, each
   *     with its rule
   */
  record Rendering(Rendered rendered, Map<String, String> required) implements Evidence {}

  /**
   * What another system says about the commit.
   *
   * @param state what it says
   * @param text its own words
   * @param url where people read more; may be empty
   * @param again when it is asked again; empty for not before somebody wants to know
   */
  record Status(State state, String text, String url, Optional<Instant> again) implements Evidence {

    /** It is not known when it is asked again. */
    public Status(State state, String text, String url) {
      this(state, text, url, Optional.empty());
    }

    /** What another system says. */
    public enum State {
      SUCCESS,
      FAILURE,
      PENDING,
      /** It ended without having checked anything. */
      SKIPPED,
      /** It has said nothing, or not by whom it is asked for. */
      MISSING,
      /** It uses a word that is not known here. */
      UNKNOWN
    }
  }

  /**
   * A Job.
   *
   * @param job its namespace and name
   * @param state where it stands
   * @param text why, for people; may be empty
   * @param started when it was created; its timeout counts from there
   */
  record JobRun(String job, State state, String text, Instant started) implements Evidence {

    /** Where a Job stands. */
    public enum State {
      RUNNING,
      SUCCEEDED,
      FAILED,
      /** It was there and is not any more: it is never started a second time. */
      GONE
    }
  }

  /** Tries at an address so far, the oldest first. */
  record Tries(String address, List<Try> tries) implements Evidence {}

  /**
   * One try.
   *
   * @param at when
   * @param status the HTTP status; 0 when there was no answer
   * @param body what was looked for in the body was there
   * @param took until the whole answer was there
   * @param problem why there was no answer; empty when there was one
   */
  record Try(Instant at, int status, Body body, Duration took, String problem) {

    /** Whether the body held what was looked for. */
    public enum Body {
      MATCHES,
      DIFFERS
    }
  }

  /** Samples of a query so far, the oldest first. */
  record Samples(String server, List<Sample> samples) implements Evidence {}

  /**
   * One sample.
   *
   * @param at when
   * @param values the value of each series; empty when the query found none
   */
  record Sample(Instant at, List<Double> values) {}

  /**
   * What became of checking a commit's signature.
   *
   * @param state the result
   * @param text the signer, or what is wrong with it, for people
   */
  record Signed(State state, String text) implements Evidence {

    /** What a signature is worth. */
    public enum State {
      GOOD,
      /** There is none. */
      UNSIGNED,
      /** Made by a key that is not allowed. */
      UNKNOWN_KEY,
      /** It does not fit the commit, or the key has expired. */
      BAD
    }
  }
}
