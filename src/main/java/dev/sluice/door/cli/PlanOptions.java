package dev.sluice.door.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Mixin: what is planned, against which cluster, and how it is shown. */
final class PlanOptions {

  @Mixin private TargetFilter filter = new TargetFilter();
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private PlanFormat format = new PlanFormat();

  @Option(
      names = "--environments",
      paramLabel = "PATH",
      defaultValue = "environments",
      description =
          "Directory of the environment files, from the root (default: ${DEFAULT-VALUE}).")
  private String environments = "environments";

  @Option(
      names = "--repository",
      paramLabel = "NAME",
      description =
          "The repository's name in the daemon's settings (default: looked up in the daemon's Target"
              + " resources).")
  private @Nullable String repository;

  @Option(names = "--exit-code", description = "End with 10 when there are changes.")
  private boolean exitCode;

  TargetFilter filter() {
    return filter;
  }

  ClusterOptions.Choice cluster() {
    return cluster.choice();
  }

  PlanFormat.Kind format() {
    return format.kind();
  }

  String environments() {
    return environments;
  }

  Optional<String> repository() {
    return Optional.ofNullable(repository);
  }

  /** The exit code where nothing failed. */
  int exit(boolean changes) {
    return exitCode && changes
        ? dev.sluice.model.Reason.Exit.CHANGES.code()
        : dev.sluice.model.Reason.Exit.OK.code();
  }
}
