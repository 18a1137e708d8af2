package dev.sluice.report;

import dev.sluice.kube.Events;
import dev.sluice.kube.Events.Notice;
import dev.sluice.kube.Events.Type;
import dev.sluice.model.TargetId;
import dev.sluice.promote.dr.Takeover;
import java.util.List;

/**
 * Tells in Kubernetes Events what came of drills, failovers and failbacks, with the recovery time
 * and what was not as it should be: at each application that was taken over.
 */
public final class TakeoverEvents implements TakeoverListener {

  private final Events events;

  /** Tells these. */
  public TakeoverEvents(Events events) {
    this.events = events;
  }

  @Override
  public void tried(String repository, String environment, Takeover drill) {
    // It was told when it ended.
  }

  @Override
  public void ended(List<TargetId> targets, Takeover takeover) {
    takeover
        .outcome()
        .ifPresent(outcome ->
            targets.forEach(target ->
                events.tell(
                    target,
                    new Notice(
                        type(outcome),
                        kind(takeover.kind()) + word(outcome),
                        "TakeOver",
                        takeover.last().reason(),
                        takeover.id()))));
  }

  private static Type type(Takeover.Outcome outcome) {
    return switch (outcome) {
      case VERIFIED -> Type.NORMAL;
      case FAILED, ABORTED -> Type.WARNING;
    };
  }

  private static String kind(Takeover.Kind kind) {
    return switch (kind) {
      case DRILL -> "Drill";
      case FAILOVER -> "Failover";
      case FAILBACK -> "Failback";
    };
  }

  private static String word(Takeover.Outcome outcome) {
    return switch (outcome) {
      case VERIFIED -> "Done";
      case FAILED -> "Failed";
      case ABORTED -> "Aborted";
    };
  }
}
