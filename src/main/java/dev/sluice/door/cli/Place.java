package dev.sluice.door.cli;

import dev.sluice.kube.TargetStore;
import dev.sluice.kube.TargetStore.Stored;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Mixin: {@code <application> <environment>}. */
final class Place {

  @Parameters(index = "0", paramLabel = "APPLICATION", description = "Name of the application.")
  private String application = "";

  @Parameters(index = "1", paramLabel = "ENVIRONMENT", description = "Name of the environment.")
  private String environment = "";

  @Option(
      names = "--repository",
      paramLabel = "NAME",
      defaultValue = "",
      description = "The config repository, where several have this application and environment.")
  private String repository = "";

  /**
   * The target that is meant.
   *
   * @throws Stopped when there is none or more than one
   */
  TargetId in(TargetStore store) throws Stopped {
    List<TargetId> all = store.list().stream().map(Stored::target).map(one -> one.id()).toList();
    List<TargetId> meant =
        all.stream()
            .filter(id -> id.application().equals(application))
            .filter(id -> id.environment().equals(environment))
            .filter(id -> repository.isEmpty() || id.repository().equals(repository))
            .toList();
    if (meant.isEmpty()) {
      throw new Stopped(
          Failure.of(
              Reason.NOT_FOUND,
              "there is no application %s in an environment %s".formatted(application, environment),
              known(all)));
    }
    if (meant.size() > 1) {
      throw new Stopped(
          Failure.of(
              Reason.NOT_FOUND,
              "several config repositories have %s in %s".formatted(application, environment),
              "Choose one with --repository: "
                  + meant.stream().map(TargetId::repository).collect(Collectors.joining(", "))));
    }
    return meant.getFirst();
  }

  private static String known(List<TargetId> all) {
    return all.isEmpty()
        ? "The daemon has told of no target yet: check with 'sluice status', and that -n names its"
            + " namespace"
        : "There are these: "
            + all.stream()
                .map(id -> id.application() + " in " + id.environment())
                .sorted()
                .distinct()
                .collect(Collectors.joining(", "));
  }
}
