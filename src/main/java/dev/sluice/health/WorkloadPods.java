package dev.sluice.health;

import dev.sluice.model.Health;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * What the Pods of a workload add to its health: a Deployment that waits for a replica does not
 * know that the replica crashes; its Pods do.
 */
public final class WorkloadPods {

  private WorkloadPods() {}

  /**
   * The health of a workload with its Pods taken in.
   *
   * @param own what the workload's own status says
   * @param pods all Pods of the workload; only those of the revision that got the newest Pod count,
   *     because older ones are on their way out
   */
  public static Health health(Health own, Collection<PodReport> pods) {
    Optional<PodReport> worst =
        newest(pods)
            .flatMap(newest ->
                pods.stream()
                    .filter(pod -> pod.generation().equals(newest.generation()))
                    .filter(pod -> pod.trouble().state() != Health.State.HEALTHY)
                    .max(
                        Comparator.comparing((PodReport pod) -> pod.trouble().state())
                            .thenComparing(pod -> pod.pod().name(), Comparator.reverseOrder())));
    return worst
        .map(pod ->
            own.worse(pod.trouble()).state() == own.state()
                ? new Health(own.state(), own.why() + "; " + words(pod))
                : new Health(pod.trouble().state(), words(pod) + "; " + own.why()))
        .orElse(own);
  }

  private static Optional<PodReport> newest(Collection<PodReport> pods) {
    return pods.stream()
        .max(Comparator.comparing(PodReport::created).thenComparing(pod -> pod.pod().name()));
  }

  private static String words(PodReport pod) {
    return "Pod " + pod.pod().name() + ": " + pod.trouble().why();
  }
}
