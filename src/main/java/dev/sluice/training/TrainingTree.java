package dev.sluice.training;

import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A small config repository that travels with the program.
 *
 * @param files content by path
 */
record TrainingTree(NavigableMap<String, byte[]> files) implements SourceTree {

  private static final List<String> PATHS =
      List.of(
          "environments/dev.yaml",
          "overlays/shop/base/kustomization.yaml",
          "overlays/shop/base/web.yaml",
          "overlays/shop/dev/kustomization.yaml");

  /** Reads it from the class path. */
  static Source open() throws IOException {
    NavigableMap<String, byte[]> files = new TreeMap<>();
    for (String path : PATHS) {
      try (InputStream in = TrainingTree.class.getResourceAsStream("/training/" + path)) {
        if (in == null) {
          throw new IOException("the program was packaged without training/" + path);
        }
        files.put(path, in.readAllBytes());
      }
    }
    return new Source(new Revision("training", "0".repeat(40)), new TrainingTree(files));
  }

  @Override
  public Optional<Entry> find(String path) {
    if (files.containsKey(path)) {
      return Optional.of(entry(path, Type.FILE));
    }
    boolean directory = files.keySet().stream().anyMatch(file -> file.startsWith(inside(path)));
    return directory ? Optional.of(entry(path, Type.DIRECTORY)) : Optional.empty();
  }

  @Override
  public List<Entry> list(String path) {
    String prefix = inside(path);
    return files.keySet().stream()
        .filter(file -> file.startsWith(prefix))
        .map(file -> prefix + file.substring(prefix.length()).replaceFirst("/.*", ""))
        .distinct()
        .map(child -> entry(child, files.containsKey(child) ? Type.FILE : Type.DIRECTORY))
        .toList();
  }

  @Override
  public byte[] read(Entry entry) throws Stopped {
    byte[] content = files.get(entry.path());
    if (content == null) {
      throw new Stopped(
          Failure.at(Reason.PATH_GONE, Origin.file(entry.path()), "", "is no file", "Name a file"));
    }
    return content;
  }

  private static String inside(String directory) {
    return directory.isEmpty() ? "" : directory + "/";
  }

  // Nothing here ever changes, so the path is as good an id as a hash.
  private static Entry entry(String path, Type type) {
    return new Entry(path, type, path);
  }
}
