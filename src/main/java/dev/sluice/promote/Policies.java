package dev.sluice.promote;

import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.PromotionPolicy;

/** The policies of environments, as the default branch has or had them. */
@FunctionalInterface
public interface Policies {

  /**
   * The policy of an application in its environment at a commit.
   *
   * @throws Stopped when the commit does not belong to the default branch, or declares no such
   *     environment
   */
  PromotionPolicy at(String commit, TargetId target) throws Stopped;
}
