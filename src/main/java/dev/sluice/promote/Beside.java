package dev.sluice.promote;

import dev.sluice.model.promotion.Strategy;
import dev.sluice.promote.strategy.Course;

/**
 * The other release, where two run side by side.
 *
 * @param other the older of the two, with a proof and an approval of its own
 * @param course how the two stand to each other
 * @param how the strategy that the newer one comes by
 */
public record Beside(Allowed other, Course course, Strategy how) {}
