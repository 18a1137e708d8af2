package dev.sluice.render;

import dev.sluice.model.SourceTree;
import dev.sluice.model.SourceTree.Entry;
import dev.sluice.model.SourceTree.Type;
import dev.sluice.model.Stopped;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** A tree as the worker sees it: what stands in the way to a path counts as what is there. */
final class TreeView {

  /** The mark of a directory whose entries did not matter, only that it is there. */
  static final String DIRECTORY = "dir";

  /** The mark of nothing. */
  static final String ABSENT = "";

  private final SourceTree tree;

  TreeView(SourceTree tree) {
    this.tree = tree;
  }

  /** What is at a path, or else the first link or submodule on the way down to it. */
  Optional<Entry> at(String path) throws Stopped {
    Optional<Entry> there = tree.find(path);
    if (there.isPresent()) {
      return there;
    }
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      Optional<Entry> parent = tree.find(path.substring(0, slash));
      if (parent.isEmpty() || parent.get().type() == Type.FILE) {
        return Optional.empty();
      }
      if (parent.get().type() != Type.DIRECTORY) {
        return parent;
      }
    }
    return Optional.empty();
  }

  /**
   * Whether every path is what it was. A path that led nowhere must still lead nowhere: a file that
   * was looked for and not found may have decided as much as one that was read.
   */
  boolean holds(SortedMap<String, String> marks) throws Stopped {
    for (Map.Entry<String, String> entry : marks.entrySet()) {
      Optional<Entry> now = at(entry.getKey());
      boolean same =
          entry.getValue().equals(DIRECTORY)
              ? now.filter(there -> there.type() == Type.DIRECTORY).isPresent()
              : entry.getValue().equals(mark(entry.getKey(), now));
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /**
   * What a closure keeps of a path. A link has the object id of a file that holds the link's text,
   * so ids alone would take the one for the other.
   */
  static String mark(String path, Optional<Entry> found) {
    if (found.isEmpty()) {
      return ABSENT;
    }
    Entry entry = found.get();
    String mark = mark(entry.type(), entry.id());
    return entry.path().equals(path) ? mark : mark + "@" + entry.path();
  }

  static String mark(Type type, String id) {
    return switch (type) {
      case FILE, DIRECTORY -> id;
      case SYMLINK -> "symlink:" + id;
      case SUBMODULE -> "submodule:" + id;
    };
  }
}
