package dev.sluice.promote;

import dev.sluice.model.promotion.Strategy;
import dev.sluice.promote.strategy.Course;
import java.util.Optional;

/**
 * How a release runs that does not simply run as it renders.
 *
 * @param other the older of two that run side by side, with a proof and an approval of its own;
 *     empty for one that is alone in its slot
 * @param course how the two stand to each other
 * @param how the strategy that the newer one comes by
 */
public record Beside(Optional<Allowed> other, Course course, Strategy how) {}
