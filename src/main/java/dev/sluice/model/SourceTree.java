package dev.sluice.model;

import java.util.List;
import java.util.Optional;

/**
 * The files of one revision, read without a checkout. Paths are separated by {@code /}, relative to
 * the root, clean (no empty, {@code .} or {@code ..} segment); the root itself is the empty path.
 */
public interface SourceTree {

  /** What stands at a path; empty when nothing does. A symlink is returned, never followed. */
  Optional<Entry> find(String path) throws Stopped;

  /**
   * What stands directly in a directory, sorted by name.
   *
   * @throws Stopped when there is no directory at this path
   */
  List<Entry> list(String path) throws Stopped;

  /** The content of a file, or the destination a symlink names, within the limits of the source. */
  byte[] read(Entry entry) throws Stopped;

  /** What a tree can hold. */
  enum Type {
    FILE,
    DIRECTORY,
    SYMLINK,
    /** A Git submodule: named, never followed. */
    SUBMODULE
  }

  /**
   * One thing in a tree.
   *
   * @param path its path from the root
   * @param type what it is
   * @param id the Git object id; equal ids mean equal content
   */
  record Entry(String path, Type type, String id) {}
}
