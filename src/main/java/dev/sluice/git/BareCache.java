package dev.sluice.git;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * The bare repository on disk. It belongs to one process, which a lock beside it makes sure of, so
 * every lock file found inside is what a killed process left behind. Once something in it turns out
 * broken, nothing of it is served until it has been made anew.
 */
final class BareCache implements ObjectStore.Backing, AutoCloseable {

  private final String name;
  private final Path directory;
  private final FileChannel owner;
  private volatile Repository repository;
  private volatile @Nullable String damage;
  private volatile Runnable whenBroken = () -> {};

  private BareCache(String name, Path directory, FileChannel owner, Repository repository) {
    this.name = name;
    this.directory = directory;
    this.owner = owner;
    this.repository = repository;
  }

  /** Opens {@code <data>/git/<name>.git}, or makes it. */
  static BareCache open(Path data, String name) throws Stopped {
    IsolatedSystem.install();
    Path directory = data.resolve("git").resolve(name + ".git");
    FileChannel owner = own(directory, name);
    try {
      CacheFiles.removeLeftovers(directory);
      return new BareCache(name, directory, owner, openOrCreate(directory));
    } catch (IOException e) {
      try (owner) {
        throw unavailable(name, e);
      } catch (IOException closing) {
        throw unavailable(name, closing);
      }
    }
  }

  /** Names who is told when the cache turns out broken. */
  void whenBroken(Runnable told) {
    whenBroken = told;
  }

  /** The repository as it is now; another one after {@link #recreate}. */
  @Override
  public Repository repository() {
    return repository;
  }

  /** Whether it must be made anew before anything can be read. */
  boolean isBroken() {
    return damage != null;
  }

  @Override
  public void refuseBroken() throws Stopped {
    String known = damage;
    if (known != null) {
      throw new Stopped(corrupt(known));
    }
  }

  @Override
  public Stopped broken(Exception cause) {
    return broken(cause.getClass().getSimpleName() + ": " + cause.getMessage());
  }

  /** Marks the cache broken and returns the failure for whoever found out. */
  Stopped broken(String what) {
    damage = what;
    whenBroken.run();
    return new Stopped(corrupt(what));
  }

  /** Throws everything away and starts empty. */
  void recreate() throws Stopped {
    try {
      repository.close();
      CacheFiles.delete(directory);
      repository = openOrCreate(directory);
      damage = null;
    } catch (IOException e) {
      throw unavailable(name, e);
    }
  }

  /** Removes what a killed process may have left and would block us. */
  void removeLeftovers() throws Stopped {
    try {
      CacheFiles.removeLeftovers(directory);
    } catch (IOException e) {
      throw unavailable(name, e);
    }
  }

  /** The failure of a disk that cannot be written. */
  Stopped unavailable(IOException cause) {
    return unavailable(name, cause);
  }

  @Override
  public void close() throws IOException {
    repository.close();
    owner.close();
  }

  private Failure corrupt(String what) {
    return Failure.of(
        Reason.REPOSITORY_CORRUPT,
        "the local cache of repository " + name + " is damaged (" + what + ")",
        "Nothing of it is used; Sluice throws it away and fetches it anew");
  }

  private static FileChannel own(Path directory, String name) throws Stopped {
    try {
      Files.createDirectories(directory.getParent());
      FileChannel channel =
          FileChannel.open(
              directory.resolveSibling(name + ".owner"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new Stopped(
            Failure.of(
                Reason.CACHE_UNAVAILABLE,
                "the cache of repository " + name + " is in use by another Sluice",
                "Give each Sluice its own data directory, or stop the other one"));
      }
      return channel;
    } catch (IOException e) {
      throw unavailable(name, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this very process, which is just as much another user of the cache.
      return null;
    }
  }

  private static Repository openOrCreate(Path directory) throws IOException {
    try {
      return CacheFiles.open(directory);
    } catch (IOException | RuntimeException e) {
      // Not even its configuration can be read: nothing in it is worth keeping.
      CacheFiles.delete(directory);
      return CacheFiles.open(directory);
    }
  }

  private static Stopped unavailable(String name, IOException cause) {
    return new Stopped(
        Failure.of(
            Reason.CACHE_UNAVAILABLE,
            "the cache of repository " + name + " cannot be written: " + cause.getMessage(),
            "Check that the data directory exists, is writable and has space"),
        cause);
  }
}
