package dev.sluice.loop.promotion;

import dev.sluice.model.SourceTree;
import dev.sluice.model.SourceTree.Entry;
import dev.sluice.model.SourceTree.Type;
import dev.sluice.model.Stopped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The files in which two trees differ. What is equal below is never opened. */
final class ChangedFiles {

  private final Optional<SourceTree> before;
  private final SourceTree now;
  private final Predicate<String> wanted;
  private final SortedSet<String> found = new TreeSet<>();

  private ChangedFiles(Optional<SourceTree> before, SourceTree now, Predicate<String> wanted) {
    this.before = before;
    this.now = now;
    this.wanted = wanted;
  }

  /**
   * Compares.
   *
   * @param before empty where there was nothing: then every file is a changed one
   * @param wanted which paths to tell
   * @return files that came, went or are others, by path
   */
  static SortedSet<String> between(
      Optional<SourceTree> before, SourceTree now, Predicate<String> wanted) throws Stopped {
    ChangedFiles files = new ChangedFiles(before, now, wanted);
    files.compare("", before.isPresent(), true);
    return files.found;
  }

  private void compare(String directory, boolean wasThere, boolean isThere) throws Stopped {
    Map<String, Entry> old = new HashMap<>();
    if (wasThere) {
      before.orElseThrow().list(directory).forEach(entry -> old.put(entry.path(), entry));
    }
    for (Entry entry : isThere ? now.list(directory) : List.<Entry>of()) {
      changed(Optional.ofNullable(old.remove(entry.path())), Optional.of(entry));
    }
    for (Entry gone : old.values()) {
      changed(Optional.of(gone), Optional.empty());
    }
  }

  private void changed(Optional<Entry> old, Optional<Entry> entry) throws Stopped {
    if (old.equals(entry)) {
      return;
    }
    String path = old.or(() -> entry).orElseThrow().path();
    boolean wasDirectory = isDirectory(old);
    boolean isDirectory = isDirectory(entry);
    if (wasDirectory || isDirectory) {
      compare(path, wasDirectory, isDirectory);
    }
    boolean file = old.isPresent() && !wasDirectory || entry.isPresent() && !isDirectory;
    if (file && wanted.test(path)) {
      found.add(path);
    }
  }

  private static boolean isDirectory(Optional<Entry> entry) {
    return entry.filter(one -> one.type() == Type.DIRECTORY).isPresent();
  }
}
