package dev.sluice.loop;

import dev.sluice.apply.Applier;
import dev.sluice.kube.Observations;
import dev.sluice.live.LiveState;
import dev.sluice.model.Stopped;

/**
 * The stages that belong to one cluster.
 *
 * @param live reads it
 * @param applier writes it
 * @param observations watches it
 */
public record ClusterStages(LiveState live, Applier applier, Observations observations) {

  /** Finds the stages of a cluster. */
  @FunctionalInterface
  public interface Directory {

    /**
     * The stages of a registered cluster; the empty name is the one the daemon runs in.
     *
     * @throws Stopped when no cluster of that name is registered, or it cannot be reached
     */
    ClusterStages of(String cluster) throws Stopped;
  }
}
