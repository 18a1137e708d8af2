package dev.sluice.controlplane;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds programs that this machine has installed.
 *
 * @param folders looked into in this order
 */
record Executables(List<Path> folders) {

  Executables {
    folders = List.copyOf(folders);
  }

  /** The folders of {@code PATH}. */
  static Executables onPath() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return new Executables(
        Stream.of(path.split(File.pathSeparator))
            .filter(folder -> !folder.isEmpty())
            .map(Path::of)
            .toList());
  }

  /** The same with a folder that is looked into last. */
  Executables or(Path folder) {
    var more = new ArrayList<>(folders);
    more.add(folder);
    return new Executables(more);
  }

  Optional<Path> find(String name) {
    return folders.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::isRegularFile)
        .filter(Files::isExecutable)
        .findFirst();
  }
}
