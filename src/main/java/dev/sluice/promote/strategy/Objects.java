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

  static boolean is(Manifest one, String group, String kind) {
    return one.kind().group().equals(group) && one.kind().kind().equals(kind);
  }

  static boolean isDeployment(Manifest one) {
    return is(one, "apps", "Deployment");
  }

  static Map<String, Object> spec(Manifest one) {
    return Trees.map(one.content(), "spec");
  }

  static Map<String, Object> annotations(Manifest one) {
    return Trees.map(Trees.map(one.content(), "metadata"), "annotations");
  }

  /** The template of a workload's Pods; empty for what makes none. */
  static Map<String, Object> template(Manifest workload) {
    return Trees.map(spec(workload), "template");
  }

  static Map<String, Object> podLabels(Manifest workload) {
    return Trees.map(Trees.map(template(workload), "metadata"), "labels");
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
