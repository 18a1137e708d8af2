package dev.sluice.render;

import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything a render depended on: equal closures render equal objects.
 *
 * @param engine name and version of the renderer, with the options that change its output
 * @param ids every path that was read or probed, with its Git object id; empty where nothing was
 */
public record Closure(String engine, SortedMap<String, String> ids) {

  /** The same, which depends also on nothing being at a path. */
  public Closure withoutAnythingAt(String path) {
    SortedMap<String, String> more = new TreeMap<>(ids);
    more.put(path, TreeView.ABSENT);
    return new Closure(engine, more);
  }

  /**
   * Whether a tree has the same at every path: a render of it would be the same.
   *
   * @throws Stopped when the tree cannot be read
   */
  public boolean holdsIn(SourceTree tree) throws Stopped {
    return new TreeView(tree).holds(ids);
  }
}
