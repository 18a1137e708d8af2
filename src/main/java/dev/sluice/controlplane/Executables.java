package dev.sluice.controlplane;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs that this machine has installed. */
final class Executables {
  private Executables() {}

  /** Looks a program up in {@code PATH}, and then in further folders. */
  static Optional<Path> find(String name, Path... further) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Stream<Path> onPath =
        Stream.of(path.split(File.pathSeparator)).filter(s -> !s.isEmpty()).map(Path::of);
    return Stream.concat(onPath, Stream.of(further))
        .map(folder -> folder.resolve(name))
        .filter(Files::isRegularFile)
        .filter(Files::isExecutable)
        .findFirst();
  }
}
