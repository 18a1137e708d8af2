package dev.sluice.plan;

import dev.sluice.model.Manifest;
import dev.sluice.model.promotion.Gate;
import java.util.Set;

/**
 * Work around a sync, done once for each revision that changes the target: mostly a Job. It is no
 * part of what the target consists of: not compared, not healed, not pruned.
 *
 * @param manifest as Git has it
 * @param point when it runs
 * @param weight lower ones run first; equal ones side by side
 * @param deletion when its object is deleted
 * @param reversible whether what it does is undone by going back to an earlier revision
 */
public record Hook(
    Manifest manifest,
    Point point,
    int weight,
    Set<Deletion> deletion,
    Gate.Reversible reversible) {

  /** When a hook runs. */
  public enum Point {
    BEFORE_APPLY("before-apply"),
    AFTER_APPLY("after-apply"),
    ON_FAILURE("on-failure"),
    BEFORE_DELETE("before-delete");

    private final String word;

    Point(String word) {
      this.word = word;
    }

    /** As it is written in the annotation. */
    public String word() {
      return word;
    }
  }

  /** When the object of a hook is deleted; in the words of Helm and Argo CD. */
  public enum Deletion {
    /** The object of an earlier revision goes when the hook is to run again; the default. */
    BEFORE_HOOK_CREATION,
    HOOK_SUCCEEDED,
    HOOK_FAILED
  }

  /** Whether it runs to an end, so that each run is an object of its own. */
  public boolean endsByItself() {
    return (manifest.kind().group().equals("batch") && manifest.kind().kind().equals("Job"))
        || (manifest.kind().group().isEmpty() && manifest.kind().kind().equals("Pod"));
  }
}
