package dev.sluice.plan;

import dev.sluice.diff.Change;
import dev.sluice.diff.Changes;
import dev.sluice.live.ObjectState;
import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.SyncPolicy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * From verdicts to ordered steps: apply in waves, inside a wave in the order of kinds; then prune
 * in reverse.
 */
public final class Planner {

  private final SyncPolicy policy;
  private final PruneGuards guards;
  private final SortedMap<Integer, Map<KindOrder, List<Step>>> applied = new TreeMap<>();
  private final SortedMap<Integer, Map<KindOrder, List<Step>>> pruned = new TreeMap<>();
  private final List<Change> unchanged = new ArrayList<>();

  private Planner(Changes changes, SyncPolicy policy) {
    this.policy = policy;
    this.guards = PruneGuards.of(changes, policy);
  }

  /** The plan for one target. */
  public static Plan plan(Changes changes, SyncPolicy policy) {
    Planner planner = new Planner(changes, policy);
    changes.all().forEach(planner::add);
    return planner.toPlan();
  }

  private void add(Change change) {
    switch (change.verdict()) {
      case SAME, FOREIGN -> quiet(change);
      case CREATE, UPDATE, ADOPT -> apply(new Step.Apply(change));
      case DRIFTED, OWNERSHIP_ONLY, CONTESTED -> heal(new Step.Apply(change));
      case MISSING -> heal(restore(change));
      case REPLACE -> heal(new Step.Replace(change));
      case REFUSED -> hold(change);
      case EXTRA -> extra(change);
      case RELEASED -> prune(new Step.Forget(change, change.why()));
    }
  }

  private void quiet(Change change) {
    if (change.subject().state() instanceof ObjectState.InSync) {
      unchanged.add(change);
    } else {
      apply(new Step.Record(change));
    }
  }

  /**
   * What is still being deleted cannot be applied to: its end is waited for, as in a replacement.
   */
  private static Step restore(Change change) {
    return change.subject().state() instanceof ObjectState.Present
        ? new Step.Replace(change)
        : new Step.Apply(change);
  }

  private void heal(Step step) {
    Change change = step.change();
    boolean mayHeal =
        switch (policy.selfHeal()) {
          case REVERT -> true;
          case REPORT -> change.gitMoved();
        };
    apply(mayHeal ? step : new Step.Hold(change, healingOff(change)));
  }

  private static Failure healingOff(Change change) {
    return Failure.at(
        Reason.HEALING_OFF,
        change
            .subject()
            .desired()
            .map(desired -> desired.manifest().origin())
            .orElse(Origin.UNKNOWN),
        "",
        change.subject().key() + " differs from Git: " + change.why(),
        "spec.sync.selfHeal is off in this environment: undo the change by hand, bring it into Git,"
            + " or switch healing on.");
  }

  private void hold(Change change) {
    Step held = new Step.Hold(change, change.failure().orElseThrow());
    if (change.subject().desired().isPresent()) {
      apply(held);
    } else {
      prune(held);
    }
  }

  private void extra(Change change) {
    if (policy.prune() == SyncPolicy.Prune.KEEP
        && change.subject().state() instanceof ObjectState.Present) {
      unchanged.add(change);
    } else {
      prune(guards.step(change));
    }
  }

  private void apply(Step step) {
    add(applied, step);
  }

  private void prune(Step step) {
    add(pruned, step);
  }

  private static void add(SortedMap<Integer, Map<KindOrder, List<Step>>> waves, Step step) {
    waves
        .computeIfAbsent(Waves.of(step.change()), wave -> new EnumMap<>(KindOrder.class))
        .computeIfAbsent(KindOrder.of(step.change().subject().key()), order -> new ArrayList<>())
        .add(step);
  }

  private Plan toPlan() {
    List<Plan.Phase> phases = new ArrayList<>();
    applied.forEach((wave, kinds) ->
        kinds.forEach((order, steps) ->
            phases.add(
                new Plan.Phase(
                    wave, name(wave, "", order), order.readiness(), List.copyOf(steps)))));
    List<Plan.Phase> last = new ArrayList<>();
    pruned.forEach((wave, kinds) ->
        kinds.forEach((order, steps) ->
            last.add(
                new Plan.Phase(
                    wave,
                    name(wave, "prune ", order),
                    Plan.Readiness.APPLIED,
                    List.copyOf(steps)))));
    phases.addAll(last.reversed());
    return new Plan(List.copyOf(phases), List.copyOf(unchanged));
  }

  /** Waves are only spoken of where there are any. */
  private static String name(int wave, String what, KindOrder order) {
    return (wave == 0 ? "" : "wave " + wave + ": ") + what + order.title();
  }
}
