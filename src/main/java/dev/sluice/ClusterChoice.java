package dev.sluice;

import dev.sluice.door.cli.ClusterOptions;
import dev.sluice.kube.ClusterSettings.Access;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Which cluster a command means: its options, else the daemon's settings, else what kubectl uses.
 */
final class ClusterChoice {

  private ClusterChoice() {}

  static Access access(ClusterOptions.Choice choice) throws Stopped {
    Map<String, Object> settings = settings(choice.config());
    String context = choice.context().orElse(Trees.string(settings, "context"));
    if (choice.kubeconfig().isPresent()) {
      return new Access.Kubeconfig(choice.kubeconfig().get(), context);
    }
    String configured = Trees.string(settings, "kubeconfig");
    if (!configured.isEmpty()) {
      return new Access.Kubeconfig(Path.of(configured), context);
    }
    return new Access.Kubeconfig(usual(), context);
  }

  static String namespace(ClusterOptions.Choice choice) throws Stopped {
    String configured = Trees.string(settings(choice.config()), "namespace");
    return choice.namespace().orElse(configured.isEmpty() ? "sluice" : configured);
  }

  private static Path usual() throws Stopped {
    String named = System.getenv("KUBECONFIG");
    Path file =
        named == null || named.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".kube", "config")
            : Path.of(named.split(File.pathSeparator, -1)[0]);
    if (!Files.isReadable(file)) {
      throw new Stopped(
          Failure.of(
              Reason.INVALID_CONFIGURATION,
              "no kubeconfig: " + file + " cannot be read",
              "Name one with --kubeconfig or $KUBECONFIG"));
    }
    return file;
  }

  private static Map<String, Object> settings(Optional<Path> file) throws Stopped {
    if (file.isEmpty()) {
      return Map.of();
    }
    try (InputStream in = Files.newInputStream(file.get())) {
      Object read = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      return read instanceof Map<?, ?> map ? Trees.map(asTree(map), "sluice") : Map.of();
    } catch (IOException | YamlEngineException e) {
      throw new Stopped(
          Failure.of(
              Reason.INVALID_CONFIGURATION,
              file.get() + " cannot be read as settings",
              "Check that it is there and well-formed YAML"),
          e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asTree(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }
}
