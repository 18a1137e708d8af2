package dev.sluice.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One object as Git wants it: canonical content (see {@code render}), never changed after creation.
 *
 * <p>Content is a tree of {@code Map<String, Object>}, {@code List<Object>}, {@code String}, {@code
 * Boolean}, {@code Number} ({@code Integer}, {@code Long}, {@code BigInteger}, {@code Double} or
 * {@code BigDecimal}) and {@code null}.
 *
 * @param kind the kind in the version it is written in
 * @param namespace the namespace; empty when the manifest names none, or the kind is cluster-scoped
 * @param name the name
 * @param content the whole object
 * @param origin the file it came from
 */
public record Manifest(
    ApiKind kind, String namespace, String name, Map<String, Object> content, Origin origin) {

  /** The identity of the object, whichever version it is written in. */
  public ObjectKey key() {
    return new ObjectKey(kind.group(), kind.kind(), namespace, name);
  }

  /** The same object in a namespace; an empty one takes {@code metadata.namespace} away. */
  public Manifest inNamespace(String newNamespace) {
    if (newNamespace.equals(namespace)) {
      return this;
    }
    Map<String, Object> metadata = new LinkedHashMap<>(Trees.map(content, "metadata"));
    if (newNamespace.isEmpty()) {
      metadata.remove("namespace");
    } else {
      metadata.put("namespace", newNamespace);
    }
    Map<String, Object> changed = new LinkedHashMap<>(content);
    changed.put("metadata", metadata);
    return new Manifest(kind, newNamespace, name, changed, origin);
  }

  /** The same object with other content. */
  public Manifest withContent(Map<String, Object> other) {
    return new Manifest(kind, namespace, name, other, origin);
  }

  /** Whether it may only be applied to the very version that it names. */
  public boolean isOfOneVersion() {
    return Trees.map(content, "metadata").containsKey("resourceVersion");
  }

  /** The same object, required to have a newer version, if it was required to have one at all. */
  public Manifest atVersion(String resourceVersion) {
    Map<String, Object> metadata = new LinkedHashMap<>(Trees.map(content, "metadata"));
    if (metadata.replace("resourceVersion", resourceVersion) == null) {
      return this;
    }
    Map<String, Object> changed = new LinkedHashMap<>(content);
    changed.put("metadata", metadata);
    return withContent(changed);
  }

  /** Value of an annotation; empty when it is not there. */
  public String annotation(String key) {
    return Trees.string(Trees.map(Trees.map(content, "metadata"), "annotations"), key);
  }
}
