package dev.sluice.environments;

import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import java.util.List;

/**
 * What the environment files of one revision declare.
 *
 * @param environments the valid ones, sorted by name
 * @param failures what is wrong with the others, sorted by file and line; an environment that is
 *     named here, or stands in a file named here, is not declared anew but not withdrawn either
 */
public record EnvironmentSet(List<Environment> environments, List<Failure> failures) {}
