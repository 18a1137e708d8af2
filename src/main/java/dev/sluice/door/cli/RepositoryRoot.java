package dev.sluice.door.cli;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Mixin: the directory that stands for the root of the config repository. */
final class RepositoryRoot {

  @Option(
      names = "--repository-root",
      paramLabel = "DIR",
      description =
          "Root of the config repository; nothing above it is read (default: the nearest directory"
              + " upwards that holds .git, else the current one).")
  private @Nullable Path root;

  /**
   * The root for a directory inside of it.
   *
   * @throws Stopped when it is no directory
   */
  Path of(Path inside) throws Stopped {
    return real(root == null ? nearest(inside) : root);
  }

  /**
   * The path of a directory from the root, as trees write paths.
   *
   * @throws Stopped when it is no directory, or not below the root
   */
  String pathOf(Path directory, Path realRoot) throws Stopped {
    Path real = real(directory);
    if (!real.startsWith(realRoot)) {
      throw new Stopped(
          Failure.of(
              Reason.NOT_FOUND,
              directory + " is not below the repository root " + realRoot,
              "Name a directory inside of it, or another root with --repository-root"));
    }
    return realRoot.relativize(real).toString().replace(File.separatorChar, '/');
  }

  private static Path nearest(Path inside) {
    Path here = inside.toAbsolutePath().normalize();
    for (Path parent = here; parent != null; parent = parent.getParent()) {
      if (Files.exists(parent.resolve(".git"))) {
        return parent;
      }
    }
    return Path.of("");
  }

  private static Path real(Path directory) throws Stopped {
    try {
      Path real = directory.toRealPath();
      if (Files.isDirectory(real)) {
        return real;
      }
    } catch (IOException e) {
      throw new Stopped(notThere(directory), e);
    }
    throw new Stopped(notThere(directory));
  }

  private static Failure notThere(Path directory) {
    return Failure.of(
        Reason.NOT_FOUND, directory + " is no directory that can be read", "Check the path");
  }
}
