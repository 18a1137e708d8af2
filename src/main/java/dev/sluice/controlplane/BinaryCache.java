package dev.sluice.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Where this program keeps the programs it has built or downloaded, between its runs: a folder per
 * version and per content of the Go modules. A program is put in by one rename, so it is there
 * whole or not at all.
 */
final class BinaryCache implements ControlPlaneBinaries.BinarySource {
  // A lock on a file holds between processes, not between the threads of one.
  private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

  private final Path folder;

  BinaryCache(Path folder) {
    this.folder = folder;
  }

  /** {@code $XDG_CACHE_HOME/sluice}, or {@code ~/.cache/sluice}. */
  static BinaryCache standard() {
    Path home = Path.of(System.getProperty("user.home"));
    Path caches =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .filter(s -> !s.isEmpty())
            .map(Path::of)
            .orElse(home.resolve(".cache"));
    String name = GoModule.KUBERNETES.version() + "-" + GoModule.fingerprint();
    return new BinaryCache(caches.resolve("sluice").resolve("control-plane").resolve(name));
  }

  @Override
  public Map<Binary, Path> find(Set<Binary> wanted) {
    var found = new EnumMap<Binary, Path>(Binary.class);
    for (Binary binary : wanted) {
      Path file = folder.resolve(binary.fileName());
      if (Files.isExecutable(file)) {
        found.put(binary, file);
      }
    }
    return found;
  }

  /**
   * Does work that fills the cache while no other process and no other thread does.
   *
   * @param waiting told when another process is at it already, before waiting for that
   */
  <T> T exclusively(Runnable waiting, Supplier<T> work) {
    IN_THIS_PROCESS.lock();
    try {
      Files.createDirectories(folder);
      try (var channel =
          FileChannel.open(
              folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        lock(channel, waiting);
        return work.get(); // closing the channel gives the lock back
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not use the cache folder " + folder, e);
    } finally {
      IN_THIS_PROCESS.unlock();
    }
  }

  private static void lock(FileChannel channel, Runnable waiting) throws IOException {
    if (channel.tryLock() == null) {
      waiting.run();
      channel.lock();
    }
  }

  /** A new empty folder inside the cache, so that a rename out of it stays on one file system. */
  Path newWorkFolder() throws IOException {
    Files.createDirectories(folder);
    return Files.createTempDirectory(folder, ".work-");
  }

  /** Puts a finished program in; returns where it is now. */
  Path install(Binary binary, Path finished) throws IOException {
    if (!finished.toFile().setExecutable(true)) {
      throw new IOException("Could not make " + finished + " executable");
    }
    return Files.move(
        finished,
        folder.resolve(binary.fileName()),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  Path folder() {
    return folder;
  }
}
