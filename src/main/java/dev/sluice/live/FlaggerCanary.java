package dev.sluice.live;

import dev.sluice.model.ApiKind;
import dev.sluice.model.IgnoreRule;
import dev.sluice.model.Manifest;
import dev.sluice.model.Trees;
import java.util.List;
import java.util.Map;

/**
 * What Flagger writes to the objects that a Canary names. Source:
 * https://docs.flagger.app/usage/how-it-works
 *
 * <p>What it makes for itself (the primary workload, most routes) is not in Git and concerns nobody
 * here.
 */
final class FlaggerCanary {

  private FlaggerCanary() {}

  static List<IgnoreRule> rules(Manifest canary) {
    Delegated left = new Delegated(canary);
    Map<String, Object> spec = Trees.map(canary.content(), "spec");
    Map<String, Object> target = Trees.map(spec, "targetRef");
    workload(left, target);
    Map<String, Object> scaler = Trees.map(spec, "autoscalerRef");
    if (Trees.string(scaler, "kind").equals("ScaledObject")) {
      left.leave(
          "keda.sh",
          "ScaledObject",
          Trees.string(scaler, "name"),
          "/metadata/annotations/" + Delegated.step("autoscaling.keda.sh/paused-replicas"));
    }
    String named = Trees.string(Trees.map(spec, "service"), "name");
    String apex = named.isEmpty() ? Trees.string(target, "name") : named;
    if (!apex.isEmpty()) {
      routes(left, apex);
    }
    return left.rules();
  }

  /** The workload in Git is the canary: it runs only while there is something to try. */
  private static void workload(Delegated left, Map<String, Object> target) {
    ApiKind kind = ApiKind.of(Trees.string(target, "apiVersion"), Trees.string(target, "kind"));
    left.leave(
        kind.group(),
        kind.kind(),
        Trees.string(target, "name"),
        kind.kind().equals("DaemonSet")
            ? "/spec/template/spec/nodeSelector/" + Delegated.step("flagger.app/scale-to-zero")
            : "/spec/replicas");
  }

  private static void routes(Delegated left, String apex) {
    for (String service : List.of(apex, apex + "-primary", apex + "-canary")) {
      left.leave("core", "Service", service, "/spec/selector", "/spec/ports");
    }
    left.leave("networking.istio.io", "VirtualService", apex, "/spec");
    left.leave("gateway.networking.k8s.io", "HTTPRoute", apex, "/spec");
  }
}
