package dev.sluice.door.cli;

import dev.sluice.kube.Scope;
import dev.sluice.kube.TargetStore;
import dev.sluice.kube.TargetStore.Stored;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Mixin: what a freeze covers. */
final class Coverage {

  @Option(
      names = {"-e", "--environment"},
      paramLabel = "NAME",
      defaultValue = "",
      description = "This environment (default: all).")
  private String environment = "";

  @Option(
      names = {"-a", "--application"},
      paramLabel = "NAME",
      defaultValue = "",
      description = "This application (default: all).")
  private String application = "";

  /**
   * What is covered.
   *
   * @throws Stopped when nothing is: a freeze of what is not there would only look like one
   */
  Scope in(TargetStore store) throws Stopped {
    return existing(new Scope("", environment, application), store);
  }

  /** The same for what another command covers. */
  static Scope existing(Scope scope, TargetStore store) throws Stopped {
    List<Target> all = store.list().stream().map(Stored::target).toList();
    if (all.stream().noneMatch(target -> scope.covers(target.id()))) {
      String known =
          all.stream()
              .map(target -> target.id().application() + " in " + target.id().environment())
              .sorted()
              .distinct()
              .collect(Collectors.joining(", "));
      throw new Stopped(
          Failure.of(
              Reason.NOT_FOUND,
              scope.application().isEmpty()
                  ? "there is no application in an environment " + scope.environment()
                  : "there is no target for " + scope,
              "There are these: " + known));
    }
    return scope;
  }
}
