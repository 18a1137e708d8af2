package dev.sluice.promote.strategy;

import dev.sluice.fields.Digests;
import dev.sluice.model.Manifest;
import dev.sluice.model.Trees;
import dev.sluice.render.DesiredObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rendered objects that are changed: what is rendered itself stays as it is. */
final class Objects {

  private Objects() {}

  static boolean is(DesiredObject object, String group, String kind) {
    return object.manifest().kind().group().equals(group)
        && object.manifest().kind().kind().equals(kind);
  }

  static Map<String, Object> spec(DesiredObject object) {
    return Trees.map(object.manifest().content(), "spec");
  }

  /** The template of a workload's Pods. */
  static Map<String, Object> template(DesiredObject object) {
    return Trees.map(spec(object), "template");
  }

  static Map<String, Object> podLabels(DesiredObject object) {
    return Trees.map(Trees.map(template(object), "metadata"), "labels");
  }

  /** The same object under another name, with other content. */
  static DesiredObject named(DesiredObject object, String name, Map<String, Object> content) {
    Manifest before = object.manifest();
    Map<String, Object> changed = put(content, "metadata", "name", name);
    Manifest manifest =
        new Manifest(before.kind(), before.namespace(), name, changed, before.origin());
    return new DesiredObject(manifest, Digests.sha256(changed));
  }

  /** The same object with other content. */
  static DesiredObject with(DesiredObject object, Map<String, Object> content) {
    return named(object, object.manifest().name(), content);
  }

  /** A tree with something else at a path. */
  static Map<String, Object> put(Map<String, Object> tree, Object... pathAndValue) {
    return put(tree, 0, pathAndValue);
  }

  private static Map<String, Object> put(Map<String, Object> tree, int at, Object... path) {
    Map<String, Object> changed = new LinkedHashMap<>(tree);
    String field = (String) path[at];
    changed.put(
        field, at + 2 == path.length ? path[at + 1] : put(Trees.map(tree, field), at + 1, path));
    return changed;
  }
}
