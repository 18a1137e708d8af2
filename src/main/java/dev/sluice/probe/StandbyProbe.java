package dev.sluice.probe;

import dev.sluice.kube.Cluster;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Failure;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.promote.dr.readiness.NamespaceLimits;
import dev.sluice.promote.dr.readiness.Need;
import dev.sluice.promote.dr.readiness.Needs;
import dev.sluice.promote.dr.readiness.Presence;
import dev.sluice.promote.dr.readiness.Readiness;
import dev.sluice.promote.dr.readiness.StandbyEvidence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks the cluster of a standby for what its role active needs besides Git: the objects that are
 * named and not brought, and what its namespaces allow.
 */
public final class StandbyProbe {

  private static final ApiKind QUOTA = ApiKind.of("v1", "ResourceQuota");
  private static final ApiKind RANGE = ApiKind.of("v1", "LimitRange");

  /** How a StorageClass says that it is taken where none is named. */
  private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

  private final JobProbe.Access clusters;

  /** Asks these. */
  public StandbyProbe(JobProbe.Access clusters) {
    this.clusters = clusters;
  }

  /**
   * Everything there is to know, together with what a dry run said.
   *
   * @param now what is applied
   * @param active what would be applied in the role active, hooks included
   * @param refused what the dry run of the latter would not let through
   * @throws Stopped when the cluster cannot be asked at all
   */
  public StandbyEvidence look(
      Target target, List<Manifest> now, List<Manifest> active, Map<ObjectKey, Failure> refused)
      throws Stopped {
    Cluster cluster = clusters.of(target);
    String namespace = target.effectiveNamespace();
    Map<Need, Presence> needed = new LinkedHashMap<>();
    for (Need need : Needs.of(active, namespace)) {
      needed.put(need, presence(cluster, need));
    }
    List<Failure> unknown = new ArrayList<>();
    Map<String, NamespaceLimits> limits = new LinkedHashMap<>();
    for (String one : Readiness.namespaces(active, namespace)) {
      limits.put(
          one,
          new NamespaceLimits(
              all(cluster, QUOTA, one, unknown), all(cluster, RANGE, one, unknown)));
    }
    return new StandbyEvidence(namespace, now, active, refused, needed, limits, unknown);
  }

  private static Presence presence(Cluster cluster, Need need) throws Stopped {
    try {
      return isThere(cluster, need) ? new Presence.There() : new Presence.Missing();
    } catch (Stopped stopped) {
      return new Presence.Unknown(about(stopped));
    }
  }

  private static boolean isThere(Cluster cluster, Need need) throws Stopped {
    return need.isDefault()
        ? cluster.list(need.kind(), "").stream()
            .anyMatch(one -> one.annotation(DEFAULT_CLASS).equals("true"))
        : cluster.exists(need.kind(), need.key());
  }

  private static List<Map<String, Object>> all(
      Cluster cluster, ApiKind kind, String namespace, List<Failure> unknown) throws Stopped {
    try {
      return cluster.list(kind, namespace).stream().map(LiveObject::content).toList();
    } catch (Stopped stopped) {
      unknown.add(about(stopped));
      return List.of();
    }
  }

  /** What is said of one object only; of a cluster that does not answer, nothing is said. */
  private static Failure about(Stopped stopped) throws Stopped {
    Reason reason = stopped.failure().reason();
    if (reason == Reason.CLUSTER_UNREACHABLE || reason == Reason.CLUSTER_REFUSED_CREDENTIALS) {
      throw stopped;
    }
    return stopped.failure();
  }
}
