package dev.sluice.promote.dr;

import dev.sluice.model.promotion.Role;
import dev.sluice.model.promotion.Roles.Hooks;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of one takeover between two environments: those that there is something to do in.
 *
 * @param kind what it is
 * @param facts the two environments
 */
record Course(Takeover.Kind kind, DrFacts facts) {

  /** Whoever takes over. */
  Side to() {
    return switch (kind) {
      case DRILL, FAILOVER -> facts.standby();
      case FAILBACK -> original();
    };
  }

  /** Whoever gives way. */
  Side from() {
    return switch (kind) {
      case DRILL, FAILOVER -> original();
      case FAILBACK -> facts.standby();
    };
  }

  private Side original() {
    return facts.original().orElseThrow();
  }

  /** All steps, in their order. */
  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    Hooks hooks = to().roles().into(Role.ACTIVE);
    boolean drill = kind == Takeover.Kind.DRILL;
    add(steps, Step.FENCE, !drill);
    add(steps, Step.DATA, !hooks.data().isEmpty());
    steps.add(Step.ROLE);
    steps.add(Step.HEALTH);
    add(steps, Step.SMOKE, hasGates());
    add(steps, Step.TRAFFIC, !drill && !hooks.traffic().isEmpty());
    add(steps, Step.REVERT, drill);
    boolean restores =
        kind != Takeover.Kind.FAILOVER
            && !facts.standby().roles().into(Role.STANDBY).data().isEmpty();
    add(steps, Step.RESTORE, restores);
    steps.add(Step.END);
    return steps;
  }

  /** The step after one; a step that is not of this course any more is followed by the next. */
  Step after(Step step) {
    return steps().stream().filter(next -> next.compareTo(step) > 0).findFirst().orElse(Step.END);
  }

  private boolean hasGates() {
    return kind == Takeover.Kind.FAILBACK
        ? !facts.gates().original().isEmpty()
        : !facts.gates().standby().isEmpty();
  }

  private static void add(List<Step> steps, Step step, boolean wanted) {
    if (wanted) {
      steps.add(step);
    }
  }
}
