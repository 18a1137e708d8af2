package dev.sluice.live;

import dev.sluice.kube.Cluster;
import dev.sluice.model.ApiKind;
import dev.sluice.model.FieldPointer;
import dev.sluice.model.IgnoreRule;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The {@code replicas} of what an autoscaler scales are the autoscaler's. */
final class Autoscaling {

  private static final ApiKind AUTOSCALER =
      new ApiKind("autoscaling", "v2", "HorizontalPodAutoscaler");

  /** What the controllers of Kubernetes write by, the autoscaler's among them. */
  private static final String CONTROLLERS = "kube-controller-manager";

  private static final FieldPointer REPLICAS = FieldPointer.parse("/spec/replicas");

  private Autoscaling() {}

  /** What an autoscaler of a render is left; empty for any other manifest. */
  static Optional<IgnoreRule> rule(Manifest manifest) {
    return manifest.kind().kind().equals(AUTOSCALER.kind())
            && manifest.kind().group().equals(AUTOSCALER.group())
        ? Optional.of(rule(manifest.name(), manifest.namespace(), manifest.content()))
        : Optional.empty();
  }

  /**
   * What an autoscaler that the render does not bring is left. It is looked for only where a
   * controller has scaled the object, so that it costs no request otherwise.
   *
   * @throws Stopped when the autoscalers of the namespace could not be listed
   */
  static Optional<IgnoreRule> found(Cluster cluster, LiveObject live) throws Stopped {
    ObjectKey key = live.key();
    if (key.namespace().isEmpty() || !scaledByController(live)) {
      return Optional.empty();
    }
    try {
      return cluster.list(AUTOSCALER, key.namespace()).stream()
          .map(one -> rule(one.key().name(), key.namespace(), one.content()))
          .filter(rule -> rule.selects(key))
          .findFirst();
    } catch (Stopped stopped) {
      if (stopped.failure().reason() != Reason.FORBIDDEN) {
        throw stopped;
      }
      // Who may not look has to believe what the object itself tells.
      return Optional.of(rule(key, "an autoscaler that may not be listed"));
    }
  }

  private static boolean scaledByController(LiveObject live) {
    return live.managedFields().stream()
        .anyMatch(entry ->
            Trees.string(entry, "manager").equals(CONTROLLERS)
                && Trees.string(entry, "subresource").equals("scale")
                && Trees.map(Trees.map(entry, "fieldsV1"), "f:spec").containsKey("f:replicas"));
  }

  private static IgnoreRule rule(String name, String namespace, Map<String, Object> autoscaler) {
    Map<String, Object> target = Trees.map(Trees.map(autoscaler, "spec"), "scaleTargetRef");
    String version = Trees.string(target, "apiVersion");
    ApiKind kind = ApiKind.of(version, Trees.string(target, "kind"));
    return rule(
        new ObjectKey(kind.group(), kind.kind(), namespace, Trees.string(target, "name")),
        "HorizontalPodAutoscaler " + name);
  }

  private static IgnoreRule rule(ObjectKey scaled, String inFavourOf) {
    return new IgnoreRule(
        scaled.group().isEmpty() ? "core" : scaled.group(),
        scaled.kind(),
        scaled.namespace(),
        scaled.name(),
        List.of(REPLICAS),
        Set.of(),
        inFavourOf);
  }
}
