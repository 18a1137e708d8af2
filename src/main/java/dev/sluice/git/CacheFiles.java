package dev.sluice.git;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/** Files of a bare repository on disk. */
final class CacheFiles {

  private CacheFiles() {}

  /** Opens a bare repository, after making it where there is none. */
  static Repository open(Path directory) throws IOException {
    Repository repository =
        new FileRepositoryBuilder()
            .setFS(FS.DETECTED)
            .setBare()
            .setGitDir(directory.toFile())
            .build();
    if (!Files.isRegularFile(directory.resolve("HEAD"))
        || !Files.isDirectory(directory.resolve("objects"))) {
      delete(directory);
      repository.create(true);
    }
    // Packs that garbage collection has replaced go at once: reads are short and try twice.
    repository.getConfig().setString("gc", null, "prunePackExpire", "now");
    return repository;
  }

  /** Removes lock files and half-written packs of a process that was killed. */
  static void removeLeftovers(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    List<Path> leftovers;
    try (Stream<Path> files = Files.walk(directory)) {
      leftovers = files.filter(file -> isLeftover(directory, file)).toList();
    }
    for (Path file : leftovers) {
      Files.deleteIfExists(file);
    }
  }

  private static boolean isLeftover(Path directory, Path file) {
    String name = file.getFileName().toString();
    // JGit's names for packs and objects that are still being written; a branch may be named so.
    boolean half =
        file.startsWith(directory.resolve("objects"))
            && (name.startsWith("incoming_") || name.startsWith("gc_") || name.startsWith("noz"));
    boolean lock = name.endsWith(".lock") || file.equals(directory.resolve("gc.pid"));
    return Files.isRegularFile(file) && (lock || half);
  }

  /** Deletes a directory with everything in it; no link is followed. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
