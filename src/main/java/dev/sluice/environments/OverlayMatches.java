package dev.sluice.environments;

import dev.sluice.model.Failure;
import java.util.List;

/**
 * The applications of one environment.
 *
 * @param applications their names, sorted
 * @param failures why there are none, or which directories cannot be one
 */
public record OverlayMatches(List<String> applications, List<Failure> failures) {}
