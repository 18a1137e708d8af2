package dev.sluice.live;

import dev.sluice.fields.Digests;
import dev.sluice.kube.Cluster;
import dev.sluice.kube.KindInfo;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Failure;
import dev.sluice.model.Labels;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.Trees;
import dev.sluice.render.Desired;
import dev.sluice.render.DesiredObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gives every rendered object its final place: the default namespace where it names none, no
 * namespace where its kind has none, and our label.
 */
final class Placement {

  /**
   * The objects in their places.
   *
   * @param objects by key
   * @param unknown kinds that neither the cluster nor this render brings, with the reason
   * @param warnings for people
   */
  record Placed(
      SortedMap<ObjectKey, DesiredObject> objects,
      Map<ApiKind, Failure> unknown,
      List<String> warnings) {

    /** The same and one more object. */
    Placed with(DesiredObject object) {
      SortedMap<ObjectKey, DesiredObject> more = new TreeMap<>(objects);
      more.put(object.manifest().key(), object);
      return new Placed(more, unknown, warnings);
    }
  }

  private final Cluster cluster;
  private final Target target;
  private final String mark;
  private final RenderedKinds rendered;
  private final Map<ApiKind, Failure> unknown = new TreeMap<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<ApiKind, Optional<KindInfo.Scope>> scopes = new TreeMap<>();

  Placement(Cluster cluster, Target target, String mark, RenderedKinds rendered) {
    this.cluster = cluster;
    this.target = target;
    this.mark = mark;
    this.rendered = rendered;
  }

  /**
   * Places all objects.
   *
   * @throws Stopped {@code DuplicateObject} when two different manifests end in one place; {@code
   *     ClusterUnreachable} when the cluster cannot say what it serves
   */
  Placed place(Desired desired) throws Stopped {
    SortedMap<ObjectKey, DesiredObject> objects = new TreeMap<>();
    for (DesiredObject object : desired.objects()) {
      DesiredObject placed = place(object.manifest());
      DesiredObject twin = objects.putIfAbsent(placed.manifest().key(), placed);
      if (twin != null) {
        sameOrStop(twin, placed);
      }
    }
    return new Placed(objects, unknown, warnings);
  }

  /** One object in its place, with our label. */
  DesiredObject place(Manifest manifest) throws Stopped {
    String namespace =
        switch (scope(manifest).orElse(KindInfo.Scope.NAMESPACED)) {
          case CLUSTER -> "";
          case NAMESPACED ->
              manifest.namespace().isEmpty() ? target.effectiveNamespace() : manifest.namespace();
        };
    if (namespace.isEmpty() && !manifest.namespace().isEmpty()) {
      warnings.add(
          "%s: %s %s is cluster-scoped; its namespace %s is left out"
              .formatted(
                  manifest.origin(), manifest.kind(), manifest.name(), manifest.namespace()));
    }
    Manifest placed = labelled(EmptyBundles.without(manifest).inNamespace(namespace));
    return new DesiredObject(placed, Digests.sha256(placed.content()));
  }

  private Optional<KindInfo.Scope> scope(Manifest manifest) throws Stopped {
    ApiKind kind = manifest.kind();
    Optional<KindInfo.Scope> known = scopes.get(kind);
    if (known != null) {
      return known;
    }
    Optional<KindInfo.Scope> scope = served(kind);
    if (scope.isEmpty()) {
      scope = rendered.scope(kind);
    }
    if (scope.isEmpty()) {
      unknown.putIfAbsent(kind, unknownKind(manifest));
    }
    scopes.put(kind, scope);
    return scope;
  }

  private Optional<KindInfo.Scope> served(ApiKind kind) throws Stopped {
    try {
      return cluster.kind(kind).map(KindInfo::scope);
    } catch (Stopped stopped) {
      if (stopped.failure().reason() != Reason.UNKNOWN_KIND) {
        throw stopped;
      }
      // The server of this group is away: that holds up its own kinds and no others.
      unknown.put(kind, stopped.failure());
      return Optional.empty();
    }
  }

  // A label that Git sets stays: whoever writes ours by hand is told, see Ownership.
  private Manifest labelled(Manifest manifest) {
    Map<String, Object> metadata = new LinkedHashMap<>(Trees.map(manifest.content(), "metadata"));
    Map<String, Object> labels = new LinkedHashMap<>(Trees.map(metadata, "labels"));
    labels.putIfAbsent(Labels.TARGET, mark);
    metadata.put("labels", labels);
    Map<String, Object> content = new LinkedHashMap<>(manifest.content());
    content.put("metadata", metadata);
    return new Manifest(
        manifest.kind(), manifest.namespace(), manifest.name(), content, manifest.origin());
  }

  private void sameOrStop(DesiredObject one, DesiredObject other) throws Stopped {
    Manifest manifest = other.manifest();
    if (!one.digest().equals(other.digest())) {
      throw new Stopped(
          Failure.at(
              Reason.DUPLICATE_OBJECT,
              manifest.origin(),
              "metadata",
              "%s is there twice, with different content; the other one is in %s"
                  .formatted(manifest.key(), one.manifest().origin()),
              "Keep one of them. One may name its namespace, or another API version"));
    }
    warnings.add(manifest.origin() + ": " + manifest.key() + " is there twice; once is enough");
  }

  private Failure unknownKind(Manifest manifest) {
    ApiKind kind = manifest.kind();
    return Failure.at(
        Reason.UNKNOWN_KIND,
        manifest.origin(),
        "kind",
        "the cluster does not know the kind %s (apiVersion %s) of %s"
            .formatted(kind.kind(), kind.apiVersion(), manifest.name()),
        "Correct apiVersion and kind, or install the CustomResourceDefinition that brings it");
  }
}
