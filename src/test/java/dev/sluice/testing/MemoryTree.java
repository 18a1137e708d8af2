package dev.sluice.testing;

import dev.sluice.model.SourceTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A revision held in memory: path to content; directories are there because files are. */
public final class MemoryTree implements SourceTree {

  private final SortedMap<String, String> files = new TreeMap<>();
  private final SortedSet<String> links = new TreeSet<>();

  public MemoryTree file(String path, String content) {
    files.put(path, content);
    return this;
  }

  public MemoryTree symlink(String path, String destination) {
    links.add(path);
    return file(path, destination);
  }

  @Override
  public Optional<Entry> find(String path) {
    if (files.containsKey(path)) {
      Type type = links.contains(path) ? Type.SYMLINK : Type.FILE;
      return Optional.of(
          new Entry(path, type, Integer.toHexString(Objects.hashCode(files.get(path)))));
    }
    Map<String, String> below =
        path.isEmpty() ? files : files.subMap(path + "/", path + (char) ('/' + 1));
    return path.isEmpty() || !below.isEmpty()
        ? Optional.of(new Entry(path, Type.DIRECTORY, Integer.toHexString(below.hashCode())))
        : Optional.empty();
  }

  @Override
  public List<Entry> list(String path) {
    String prefix = path.isEmpty() ? "" : path + "/";
    SortedSet<String> names = new TreeSet<>();
    for (String file : files.keySet()) {
      if (file.startsWith(prefix)) {
        names.add(prefix + file.substring(prefix.length()).split("/", 2)[0]);
      }
    }
    List<Entry> entries = new ArrayList<>();
    names.forEach(name -> entries.add(find(name).orElseThrow()));
    return entries;
  }

  @Override
  public byte[] read(Entry entry) {
    return Objects.requireNonNull(files.get(entry.path())).getBytes(StandardCharsets.UTF_8);
  }
}
