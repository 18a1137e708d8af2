package dev.sluice.render;

import dev.sluice.fields.Digests;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A revision in memory with ids as Git has them: equal content, equal id, directories too. */
final class TestTree implements SourceTree {

  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private final SortedSet<String> links = new TreeSet<>();
  private OnRead onRead = path -> {};

  /** Something that happens when a file is read. */
  @FunctionalInterface
  interface OnRead {
    void read(String path) throws Stopped;
  }

  static TestTree of(Path folder) {
    TestTree tree = new TestTree();
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        tree.files.put(
            folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tree;
  }

  TestTree file(String path, String content) {
    files.put(path, content.getBytes(StandardCharsets.UTF_8));
    links.remove(path);
    return this;
  }

  TestTree symlink(String path, String destination) {
    file(path, destination);
    links.add(path);
    return this;
  }

  TestTree onRead(OnRead whenRead) {
    onRead = whenRead;
    return this;
  }

  /** The same files, to be changed further. */
  TestTree copy() {
    TestTree copy = new TestTree();
    copy.files.putAll(files);
    copy.links.addAll(links);
    return copy;
  }

  Source source() {
    return new Source(new Revision("config", id("")), this);
  }

  @Override
  public Optional<Entry> find(String path) {
    if (files.containsKey(path)) {
      return Optional.of(
          new Entry(path, links.contains(path) ? Type.SYMLINK : Type.FILE, id(path)));
    }
    boolean directory = path.isEmpty() || !files.subMap(path + "/", path + "0").isEmpty();
    return directory ? Optional.of(new Entry(path, Type.DIRECTORY, id(path))) : Optional.empty();
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
  public byte[] read(Entry entry) throws Stopped {
    onRead.read(entry.path());
    return files.get(entry.path());
  }

  private String id(String path) {
    if (files.containsKey(path)) {
      return Digests.sha256(HexFormat.of().formatHex(files.get(path))).substring(0, 40);
    }
    StringBuilder below = new StringBuilder();
    for (String file : files.keySet()) {
      if (path.isEmpty() || file.startsWith(path + "/")) {
        below.append(file).append(' ').append(links.contains(file)).append(id(file)).append('\n');
      }
    }
    return Digests.sha256(below.toString()).substring(0, 40);
  }
}
