package dev.sluice.door.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Mixin: which cluster the daemon's resources are in. */
public final class ClusterOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The daemon's settings, where they name the cluster.")
  private @Nullable Path config;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "Kubeconfig of the daemon's cluster (default: $KUBECONFIG, then ~/.kube/config).")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "Context of the kubeconfig (default: its current one).")
  private @Nullable String context;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Namespace of the daemon's resources (default: sluice).")
  private @Nullable String namespace;

  Choice choice() {
    return new Choice(
        Optional.ofNullable(config),
        Optional.ofNullable(kubeconfig),
        Optional.ofNullable(context),
        Optional.ofNullable(namespace));
  }

  /**
   * What was asked for; what is empty falls back to the settings and then to the defaults.
   *
   * @param config a file with the daemon's settings
   * @param kubeconfig a kubeconfig
   * @param context a context of it
   * @param namespace namespace of the daemon's resources
   */
  public record Choice(
      Optional<Path> config,
      Optional<Path> kubeconfig,
      Optional<String> context,
      Optional<String> namespace) {}
}
