package dev.sluice.apply;

import dev.sluice.kube.Cluster;
import dev.sluice.kube.KindInfo;
import dev.sluice.model.Installation;
import dev.sluice.model.Labels;
import dev.sluice.model.Manifest;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.Trees;
import dev.sluice.plan.Hook;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a hook is in the cluster: its object for one revision, under a label of its own. */
final class HookObjects {

  /** Pods carry the name of their Job in a label, which holds so many characters. */
  private static final int LONGEST_NAME = 63;

  private final Cluster cluster;
  private final Installation installation;
  private final Target target;
  private final String revision;

  HookObjects(Cluster cluster, Installation installation, Target target, String revision) {
    this.installation = installation;
    this.cluster = cluster;
    this.target = target;
    this.revision = revision;
  }

  /** The object to apply for this revision. */
  Manifest of(Hook hook) throws Stopped {
    Manifest manifest = hook.manifest();
    boolean namespaced =
        cluster
            .kind(manifest.kind())
            .map(kind -> kind.scope() == KindInfo.Scope.NAMESPACED)
            .orElse(true);
    String namespace =
        manifest.namespace().isEmpty() ? target.effectiveNamespace() : manifest.namespace();
    String name = hook.endsByItself() ? runName(hook) : manifest.name();
    Map<String, Object> content = new LinkedHashMap<>(manifest.content());
    Map<String, Object> metadata = labelled(Trees.map(content, "metadata"));
    metadata.put("name", name);
    content.put("metadata", metadata);
    Map<String, Object> spec = Trees.map(content, "spec");
    if (hook.endsByItself() && spec.containsKey("template")) {
      content.put("spec", withLabelledPods(spec));
    }
    return new Manifest(manifest.kind(), manifest.namespace(), name, content, manifest.origin())
        .inNamespace(namespaced ? namespace : "");
  }

  /** The name of a run: {@code migrate-4b825dc642cb}, or with its moment where it has several. */
  private String runName(Hook hook) {
    String suffix =
        "-" + hook.point().word() + "-" + revision.substring(0, Math.min(12, revision.length()));
    String name = hook.manifest().name();
    return name.substring(0, Math.min(name.length(), LONGEST_NAME - suffix.length())) + suffix;
  }

  /** Its Pods are watched with it: they tell why it failed. */
  private Map<String, Object> withLabelledPods(Map<String, Object> spec) {
    Map<String, Object> template = new LinkedHashMap<>(Trees.map(spec, "template"));
    template.put("metadata", labelled(Trees.map(template, "metadata")));
    Map<String, Object> changed = new LinkedHashMap<>(spec);
    changed.put("template", template);
    return changed;
  }

  private Map<String, Object> labelled(Map<String, Object> before) {
    Map<String, Object> metadata = new LinkedHashMap<>(before);
    Map<String, Object> labels = new LinkedHashMap<>(Trees.map(metadata, "labels"));
    labels.put(Labels.TARGET, installation.mark(Labels.hooksOf(target.id())));
    metadata.put("labels", labels);
    return metadata;
  }
}
