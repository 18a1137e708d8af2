package dev.sluice.model.promotion;

import java.util.List;

/** Which revisions come into an environment. */
public sealed interface Follows {

  /**
   * What a name in Git leads to.
   *
   * @param name the short name of a branch, the full name of a tag ({@code refs/tags/v1}) or a full
   *     commit id
   */
  record Ref(String name) implements Follows {}

  /**
   * What other environments have verified.
   *
   * @param environments their names, at least one; several are the regions of one stage
   * @param match how many of them must have verified a revision
   * @param mode what of theirs is taken up
   */
  record Upstream(List<String> environments, Match match, Mode mode) implements Follows {}

  /** How many of several upstream environments must have verified a revision. */
  enum Match {
    ANY,
    ALL
  }

  /** What is taken up of an upstream environment. */
  enum Mode {
    /** Newer revisions, through the gates. */
    PROMOTE,
    /** Whatever is verified there, rollbacks and pins too: a standby. */
    MIRROR
  }
}
