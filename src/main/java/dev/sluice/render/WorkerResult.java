package dev.sluice.render;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.SourceTree.Type;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import dev.sluice.render.Frames.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the worker's result frame. */
final class WorkerResult implements RememberedRenders.Answer {

  /** The worker's own limits hold: Jackson's would refuse a file of 20 MB in a ConfigMap. */
  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static final TypeReference<List<Map<String, Object>>> OBJECTS = new TypeReference<>() {};

  private final Map<String, Object> header;
  private final byte[] body;

  WorkerResult(Frame frame) {
    this.header = frame.header();
    this.body = frame.body();
  }

  @Override
  public SortedMap<String, String> closure() {
    SortedMap<String, String> marks = new TreeMap<>();
    for (Map<String, Object> entry : Trees.maps(header, "closure")) {
      marks.put(Trees.string(entry, "path"), mark(entry));
    }
    return marks;
  }

  private static String mark(Map<String, Object> entry) {
    String id = Trees.string(entry, "id");
    return switch (Trees.string(entry, "kind")) {
      case "file" -> TreeView.mark(Type.FILE, id);
      case "symlink" -> TreeView.mark(Type.SYMLINK, id);
      case "submodule" -> TreeView.mark(Type.SUBMODULE, id);
      case "dir" -> isListed(entry) ? TreeView.mark(Type.DIRECTORY, id) : TreeView.DIRECTORY;
      default -> TreeView.ABSENT;
    };
  }

  private static boolean isListed(Map<String, Object> entry) {
    return Boolean.TRUE.equals(entry.get("listed"));
  }

  @Override
  public List<DesiredObject> objects() throws Stopped {
    return CanonicalObjects.of(trees(), origins());
  }

  @Override
  public long bytes() {
    return body.length;
  }

  /**
   * The rendered objects as JSON trees.
   *
   * @throws Stopped when the worker refused the overlay
   */
  List<Map<String, Object>> trees() throws Stopped {
    refuseErrors();
    try {
      return JSON.readValue(body, OBJECTS);
    } catch (IOException e) {
      throw new Stopped(
          Failure.of(
              Reason.INTERNAL,
              "the kustomize worker answered something that is not JSON",
              "This is a fault in Sluice; please report it"),
          e);
    }
  }

  /** Where each object came from, in the order of the objects. */
  List<Origin> origins() {
    List<Origin> origins = new ArrayList<>();
    for (Map<String, Object> entry : Trees.maps(header, "objects")) {
      String file = Trees.string(entry, "file");
      origins.add(
          file.isEmpty()
              ? Origin.file(Trees.string(entry, "kustomization"))
              : new Origin(file, (int) Trees.number(entry, "line", 0)));
    }
    return origins;
  }

  @Override
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    for (Map<String, Object> warning : Trees.maps(header, "warnings")) {
      Origin where =
          new Origin(Trees.string(warning, "file"), (int) Trees.number(warning, "line", 0));
      Stream.of(where.toString(), Trees.string(warning, "field"), Trees.string(warning, "message"))
          .filter(part -> !part.isEmpty())
          .reduce((one, next) -> one + ": " + next)
          .ifPresent(warnings::add);
    }
    return warnings;
  }

  /**
   * The rendered YAML.
   *
   * @throws Stopped when the worker refused the overlay
   */
  String yaml() throws Stopped {
    refuseErrors();
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Not so after trouble of our own, nor where a directory that was listed has no id. */
  @Override
  public boolean repeatable() {
    boolean ids =
        Trees.maps(header, "closure").stream()
            .allMatch(entry ->
                Trees.string(entry, "kind").equals("absent")
                    || mark(entry).equals(TreeView.DIRECTORY)
                    || !Trees.string(entry, "id").isEmpty());
    return ids && !reason().equals("SourceFailed") && !panicked();
  }

  /** Whether the engine itself failed. */
  boolean panicked() {
    return reason().equals("WorkerPanicked");
  }

  /** Why the worker refused. */
  Failure failure() {
    Map<String, Object> error = Trees.map(header, "error");
    return Failure.at(
        reason(reason()),
        new Origin(Trees.string(error, "file"), (int) Trees.number(error, "line", 0)),
        Trees.string(error, "field"),
        Trees.string(error, "message"),
        Trees.string(error, "remedy"));
  }

  private String reason() {
    return Trees.string(Trees.map(header, "error"), "reason");
  }

  private void refuseErrors() throws Stopped {
    if (!Trees.string(header, "status").equals("ok")) {
      throw new Stopped(failure());
    }
  }

  private static Reason reason(String word) {
    return switch (word) {
      case "PathNotFound" -> Reason.PATH_GONE;
      case "InvalidObject" -> Reason.INVALID_MANIFEST;
      case "DuplicateObject" -> Reason.DUPLICATE_OBJECT;
      case "RemoteRefused" -> Reason.REMOTE_BASE_REFUSED;
      case "HelmRefused", "PluginRefused" -> Reason.PLUGIN_REFUSED;
      case "SubmoduleRefused" -> Reason.SUBMODULE_REFUSED;
      case "PathLeavesTree", "PathNotAllowed", "SymlinkLeavesTree", "SymlinkLoop" ->
          Reason.UNSAFE_PATH;
      case "InputTooLarge",
          "TooManyFiles",
          "TooManyReads",
          "OutputTooLarge",
          "TooManyObjects",
          "YamlTooDeep",
          "YamlTooLarge",
          "YamlAliasBomb" ->
          Reason.RENDER_LIMIT_EXCEEDED;
      case "SourceFailed" -> Reason.REPOSITORY_CORRUPT;
      case "WorkerPanicked" -> Reason.RENDERER_UNAVAILABLE;
      default -> Reason.RENDER_FAILED;
    };
  }
}
