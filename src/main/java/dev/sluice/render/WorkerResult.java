package dev.sluice.render;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import dev.sluice.render.Frames.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the worker's result frame. */
final class WorkerResult {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final TypeReference<List<Map<String, Object>>> OBJECTS = new TypeReference<>() {};

  private final Map<String, Object> header;
  private final byte[] body;

  WorkerResult(Frame frame) {
    this.header = frame.header();
    this.body = frame.body();
  }

  /** Every path that was asked for, with its object id; empty where nothing was. */
  SortedMap<String, String> closure() {
    SortedMap<String, String> ids = new TreeMap<>();
    for (Map<String, Object> entry : Trees.maps(header, "closure")) {
      // That a directory is there was all that mattered, unless its entries were listed.
      String id = Trees.string(entry, "id");
      String value = Trees.string(entry, "kind").equals("dir") && id.isEmpty() ? "dir" : id;
      ids.put(Trees.string(entry, "path"), value);
    }
    return ids;
  }

  /**
   * The rendered objects as JSON trees.
   *
   * @throws Stopped when the worker refused the overlay
   */
  List<Map<String, Object>> objects() throws Stopped {
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
      origins.add(new Origin(Trees.string(entry, "file"), (int) Trees.number(entry, "line", 0)));
    }
    return origins;
  }

  /** What the user should be told, a line each. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    for (Map<String, Object> warning : Trees.maps(header, "warnings")) {
      Origin where =
          new Origin(Trees.string(warning, "file"), (int) Trees.number(warning, "line", 0));
      warnings.add(
          where + ": " + Trees.string(warning, "field") + ": " + Trees.string(warning, "message"));
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
    return new String(body, java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Whether the same closure will render the same: not so after trouble of our own. */
  boolean repeatable() {
    String reason = Trees.string(Trees.map(header, "error"), "reason");
    return !reason.equals("SourceFailed") && !reason.equals("WorkerPanicked");
  }

  private void refuseErrors() throws Stopped {
    if (Trees.string(header, "status").equals("ok")) {
      return;
    }
    Map<String, Object> error = Trees.map(header, "error");
    throw new Stopped(
        Failure.at(
            reason(Trees.string(error, "reason")),
            new Origin(Trees.string(error, "file"), (int) Trees.number(error, "line", 0)),
            Trees.string(error, "field"),
            Trees.string(error, "message"),
            Trees.string(error, "remedy")));
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
