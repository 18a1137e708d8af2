package dev.sluice.model;

import java.util.List;
import java.util.Map;

/**
 * One object as an API server answered it: stored, or predicted by a dry run.
 *
 * @param content the whole object, {@code managedFields} included, as a tree (see {@link Manifest})
 */
public record LiveObject(Map<String, Object> content) {

  /** Kind and version of the answer. */
  public ApiKind kind() {
    return ApiKind.of(Trees.string(content, "apiVersion"), Trees.string(content, "kind"));
  }

  /** Identity of the object. */
  public ObjectKey key() {
    ApiKind kind = kind();
    return new ObjectKey(
        kind.group(),
        kind.kind(),
        Trees.string(metadata(), "namespace"),
        Trees.string(metadata(), "name"));
  }

  /** The {@code metadata} field; empty when missing. */
  public Map<String, Object> metadata() {
    return Trees.map(content, "metadata");
  }

  /** Unique id given by the API server; empty on the prediction of an object that is not there. */
  public String uid() {
    return Trees.string(metadata(), "uid");
  }

  /** Opaque version; empty on the prediction of an object that is not there. */
  public String resourceVersion() {
    return Trees.string(metadata(), "resourceVersion");
  }

  /** Entries of {@code metadata.managedFields} as they stand. */
  public List<Map<String, Object>> managedFields() {
    return Trees.maps(metadata(), "managedFields");
  }

  /** Value of a label; empty when it is not there. */
  public String label(String key) {
    return Trees.string(Trees.map(metadata(), "labels"), key);
  }

  /** Value of an annotation; empty when it is not there. */
  public String annotation(String key) {
    return Trees.string(Trees.map(metadata(), "annotations"), key);
  }

  /** True once a delete was accepted and finalizers are still being worked off. */
  public boolean terminating() {
    return !Trees.string(metadata(), "deletionTimestamp").isEmpty();
  }
}
