package dev.sluice.render;

import dev.sluice.model.SourceTree;
import dev.sluice.model.SourceTree.Entry;
import dev.sluice.model.SourceTree.Type;
import dev.sluice.model.Stopped;
import dev.sluice.render.Frames.Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Answers the questions of one render from a tree, and remembers what was asked. */
final class TreeAnswers {

  private static final byte[] NOTHING = {};

  private final SourceTree tree;
  private final TreeView view;
  private final SortedMap<String, String> asked = new TreeMap<>();
  private Optional<Stopped> trouble = Optional.empty();

  TreeAnswers(SourceTree tree) {
    this.tree = tree;
    this.view = new TreeView(tree);
  }

  /** The answer to a {@code get} or {@code list}; a failing tree answers {@code failed}. */
  Frame answer(Frame question) {
    String path = String.valueOf(question.header().get("path"));
    requireClean(path);
    try {
      return question.type().equals("list") ? listed(path) : got(path, maxBytes(question));
    } catch (Stopped stopped) {
      trouble = Optional.of(stopped);
      return new Frame(
          Map.of("type", "failed", "path", path, "message", stopped.failure().message()), NOTHING);
    }
  }

  /** Every path asked for so far with what was there: a closure, as far as the render came. */
  SortedMap<String, String> asked() {
    return asked;
  }

  /** What kept the tree from answering. */
  Optional<Stopped> trouble() {
    return trouble;
  }

  private Frame got(String path, long maxBytes) throws Stopped {
    Optional<Entry> found = view.at(path);
    boolean directory = found.filter(entry -> entry.type() == Type.DIRECTORY).isPresent();
    asked.putIfAbsent(path, directory ? TreeView.DIRECTORY : TreeView.mark(path, found));
    if (found.isEmpty() || found.get().type() != Type.FILE) {
      return withoutBody(path, found);
    }
    Map<String, Object> header = header(path, found.get());
    byte[] body = tree.read(found.get());
    if (body.length <= maxBytes) {
      return new Frame(header, body);
    }
    header.put("kind", "large");
    header.put("size", body.length);
    return new Frame(header, NOTHING);
  }

  private Frame listed(String path) throws Stopped {
    Optional<Entry> found = view.at(path);
    asked.put(path, TreeView.mark(path, found));
    if (found.isEmpty() || found.get().type() != Type.DIRECTORY) {
      return withoutBody(path, found);
    }
    List<Map<String, Object>> entries = new ArrayList<>();
    for (Entry entry : tree.list(path)) {
      String name = entry.path().substring(entry.path().lastIndexOf('/') + 1);
      entries.add(Map.of("name", name, "kind", kind(entry.type())));
    }
    Map<String, Object> header = header(path, found.get());
    header.put("type", "entries");
    header.put("entries", entries);
    return new Frame(header, NOTHING);
  }

  private Frame withoutBody(String path, Optional<Entry> found) throws Stopped {
    if (found.isEmpty()) {
      return new Frame(Map.of("type", "file", "path", path, "kind", "absent"), NOTHING);
    }
    Map<String, Object> header = header(path, found.get());
    if (found.get().type() == Type.SYMLINK) {
      header.put("at", found.get().path());
      header.put("target", new String(tree.read(found.get()), StandardCharsets.UTF_8));
    }
    return new Frame(header, NOTHING);
  }

  private static Map<String, Object> header(String path, Entry entry) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("type", "file");
    header.put("path", path);
    header.put("kind", kind(entry.type()));
    header.put("id", entry.id());
    return header;
  }

  private static String kind(Type type) {
    return type == Type.DIRECTORY ? "dir" : type.name().toLowerCase(Locale.ROOT);
  }

  private static long maxBytes(Frame question) {
    return question.header().get("maxBytes") instanceof Number number
        ? number.longValue()
        : Long.MAX_VALUE;
  }

  /** The worker is not trusted either: a path that is not clean never reaches the tree. */
  private static void requireClean(String path) {
    boolean clean =
        path.isEmpty()
            || List.of(path.split("/", -1)).stream()
                .noneMatch(
                    segment -> segment.isEmpty() || segment.equals(".") || segment.equals(".."));
    if (!clean || path.indexOf('\0') >= 0 || path.indexOf('\\') >= 0) {
      throw new ProtocolBroken("the worker asked for a path that is not clean");
    }
  }

  /** The worker broke the protocol: it is killed. */
  static final class ProtocolBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProtocolBroken(String message) {
      super(message);
    }
  }
}
