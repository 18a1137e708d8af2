package dev.sluice.model.promotion;

import dev.sluice.model.Origin;

/**
 * How revisions of one application come into an environment, where that differs from the others.
 *
 * @param policy all that holds for it: the environment's policy with what is said of it alone
 * @param origin where that is said
 */
public record OwnPolicy(PromotionPolicy policy, Origin origin) {}
