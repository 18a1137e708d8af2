package dev.sluice.live;

import dev.sluice.model.ApiKind;
import dev.sluice.model.IgnoreRule;
import dev.sluice.model.Manifest;
import dev.sluice.model.Trees;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What Flagger writes to the objects that a Canary names. Source:
 * https://docs.flagger.app/usage/how-it-works
 *
 * <p>What it makes for itself (the primary workload, most routes) is not in Git and concerns nobody
 * here.
 */
final class FlaggerCanary {

  /** Between two looks at a target that the Canary says nothing about. */
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /** Its own loop, in which it takes up new Canaries. */
  private static final Duration LOOP = Duration.ofSeconds(10);

  /** A length of time of Go in whole units: {@code 1m30s}. */
  private static final Pattern LENGTH =
      Pattern.compile("(?=.)(\\d{1,6}h)?(\\d{1,6}m)?(\\d{1,6}s)?");

  private FlaggerCanary() {}

  /**
   * It compares its target with what it has brought once in every interval, and is told nothing.
   */
  static Duration noticing(Manifest canary) {
    Map<String, Object> spec = Trees.map(canary.content(), "spec");
    String interval = Trees.string(Trees.map(spec, "analysis"), "interval");
    boolean readable = LENGTH.matcher(interval).matches();
    return (readable ? Duration.parse("PT" + interval) : INTERVAL).plus(LOOP);
  }

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
