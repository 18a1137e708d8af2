package dev.sluice.door.cli;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Mixin: {@code -e} and {@code -a}. */
final class TargetFilter {

  @Option(
      names = {"-e", "--environment"},
      paramLabel = "NAME",
      description = "Only this environment.")
  private @Nullable String environment;

  @Option(
      names = {"-a", "--application"},
      paramLabel = "NAME",
      description = "Only this application.")
  private @Nullable String application;

  boolean matches(TargetId id) {
    return matches(environment, id.environment()) && matches(application, id.application());
  }

  /** Whether this environment is asked for. */
  boolean matchesEnvironment(String name) {
    return matches(environment, name);
  }

  /**
   * Those that match.
   *
   * @throws Stopped when some are there and none matches: most likely a typing mistake
   */
  <T> List<T> of(Collection<T> all, Function<T, TargetId> id) throws Stopped {
    List<T> matching = all.stream().filter(one -> matches(id.apply(one))).toList();
    if (matching.isEmpty() && !all.isEmpty()) {
      String known =
          all.stream()
              .map(id)
              .map(one -> one.application() + " in " + one.environment())
              .collect(Collectors.toCollection(TreeSet::new))
              .stream()
              .collect(Collectors.joining(", "));
      throw new Stopped(
          Failure.of(Reason.NOT_FOUND, "no target for " + wanted(), "There are these: " + known));
    }
    return matching;
  }

  private String wanted() {
    String app = Optional.ofNullable(application).map(name -> "application " + name).orElse("");
    String env = Optional.ofNullable(environment).map(name -> "environment " + name).orElse("");
    return app.isEmpty() || env.isEmpty() ? app + env : app + " in " + env;
  }

  private static boolean matches(@Nullable String wanted, String name) {
    return wanted == null || wanted.equals(name);
  }
}
