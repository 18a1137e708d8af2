package dev.sluice.promote.dr.readiness;

import dev.sluice.model.Health;
import java.time.Instant;
import java.util.Optional;

/**
 * How a standby fares, as is known without asking its cluster.
 *
 * @param behind when the oldest release was verified upstream that does not run here; empty when
 *     none is missing
 * @param applied whether all of its release is applied
 * @param problem what went wrong with that; empty for nothing
 * @param health the worst of its objects
 */
public record StandingBy(
    Optional<Instant> behind, boolean applied, String problem, Health health) {}
