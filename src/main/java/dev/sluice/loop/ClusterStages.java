package dev.sluice.loop;

import dev.sluice.apply.Applier;
import dev.sluice.apply.HookRunner;
import dev.sluice.kube.Observations;
import dev.sluice.live.LiveState;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;

/**
 * The stages that belong to one cluster.
 *
 * @param live reads it
 * @param applier writes it
 * @param hooks runs what belongs around a sync
 * @param observations watches it
 */
public record ClusterStages(
    LiveState live, Applier applier, HookRunner hooks, Observations observations) {

  /** Finds the stages of a cluster. */
  @FunctionalInterface
  public interface Directory {

    /**
     * The stages of the target's cluster, which write in the name of its account.
     *
     * @throws Stopped when no cluster of that name is registered, or it cannot be reached
     */
    ClusterStages of(Target target) throws Stopped;
  }
}
