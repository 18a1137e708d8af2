package dev.sluice.environments;

import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.yaml.Similar;
import java.util.Collection;
import java.util.List;

/**
 * Applications that an environment names without having them. Where a name is mistaken, the
 * application that was meant would travel without its gates.
 */
public final class Strangers {

  private Strangers() {}

  /**
   * One failure for each.
   *
   * @param applications those with an overlay for the environment; where there are none, nothing
   *     can be said
   */
  public static List<Failure> in(Environment environment, Collection<String> applications) {
    return applications.isEmpty()
        ? List.of()
        : environment.own().entrySet().stream()
            .filter(own -> !applications.contains(own.getKey()))
            .map(own -> failure(environment, own.getKey(), own.getValue().origin(), applications))
            .toList();
  }

  private static Failure failure(
      Environment environment, String stranger, Origin origin, Collection<String> applications) {
    return Failure.at(
        Reason.INVALID_ENVIRONMENT,
        origin,
        Values.key("spec.applications", stranger),
        "%s has no overlay for %s; the environment stays as it was"
            .formatted(stranger, environment.name()),
        Similar.to(stranger, List.copyOf(applications))
            .map(near -> "Did you mean " + near + "?")
            .orElse(
                "Add an overlay for it, or take it out. There are "
                    + String.join(", ", applications)));
  }
}
