package dev.sluice.render;

import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.render.Frames.Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Answers the worker's questions about files from a tree. */
final class TreeAnswers {

  private static final byte[] NOTHING = {};

  private final SourceTree tree;

  TreeAnswers(SourceTree tree) {
    this.tree = tree;
  }

  /** The answer to a {@code get} or {@code list}; a failing tree answers {@code failed}. */
  Frame answer(Frame question) {
    String path = String.valueOf(question.header().get("path"));
    try {
      requireClean(path);
      boolean list = question.type().equals("list");
      Lookup found = lookUp(path);
      if (list && found.entry().filter(e -> e.type() == SourceTree.Type.DIRECTORY).isPresent()) {
        return entries(path, found.entry().get());
      }
      return file(path, found, list ? 0 : maxBytes(question), list);
    } catch (Stopped stopped) {
      return new Frame(
          Map.of("type", "failed", "path", path, "message", stopped.failure().message()), NOTHING);
    }
  }

  /** What is at a path, or the link or submodule that stands in the way to it. */
  private record Lookup(Optional<SourceTree.Entry> entry) {}

  private Lookup lookUp(String path) throws Stopped {
    int from = 0;
    while (true) {
      int slash = path.indexOf('/', from);
      if (slash < 0) {
        return new Lookup(tree.find(path));
      }
      Optional<SourceTree.Entry> parent = tree.find(path.substring(0, slash));
      if (parent.isEmpty() || parent.get().type() == SourceTree.Type.FILE) {
        return new Lookup(Optional.empty());
      }
      if (parent.get().type() != SourceTree.Type.DIRECTORY) {
        return new Lookup(parent);
      }
      from = slash + 1;
    }
  }

  private Frame file(String path, Lookup found, long maxBytes, boolean withoutBody) throws Stopped {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("type", "file");
    header.put("path", path);
    if (found.entry().isEmpty()) {
      header.put("kind", "absent");
      return new Frame(header, NOTHING);
    }
    SourceTree.Entry entry = found.entry().get();
    header.put("kind", kind(entry.type()));
    header.put("id", entry.id());
    return switch (entry.type()) {
      case DIRECTORY, SUBMODULE -> new Frame(header, NOTHING);
      case SYMLINK -> {
        header.put("at", entry.path());
        header.put("target", new String(tree.read(entry), StandardCharsets.UTF_8));
        yield new Frame(header, NOTHING);
      }
      case FILE -> {
        byte[] body = withoutBody ? NOTHING : tree.read(entry);
        if (body.length > maxBytes && !withoutBody) {
          header.put("kind", "large");
          header.put("size", body.length);
          yield new Frame(header, NOTHING);
        }
        yield new Frame(header, body);
      }
    };
  }

  private Frame entries(String path, SourceTree.Entry directory) throws Stopped {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (SourceTree.Entry entry : tree.list(path)) {
      String name = entry.path().substring(entry.path().lastIndexOf('/') + 1);
      entries.add(Map.of("name", name, "kind", kind(entry.type())));
    }
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("type", "entries");
    header.put("path", path);
    header.put("id", directory.id());
    header.put("entries", entries);
    return new Frame(header, NOTHING);
  }

  private static String kind(SourceTree.Type type) {
    return type == SourceTree.Type.DIRECTORY ? "dir" : type.name().toLowerCase(Locale.ROOT);
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
