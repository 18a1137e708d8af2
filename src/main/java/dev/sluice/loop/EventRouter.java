package dev.sluice.loop;

import dev.sluice.kube.Observations;
import dev.sluice.model.Installation;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Observed;
import dev.sluice.model.TargetId;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * From a watch event to the target that cares. Nothing is filtered here: the watch tells only of
 * changes against all that is known, and that includes the answers to our own writes, which this
 * class never sees.
 */
public final class EventRouter implements Observations.Listener {

  private final Targets targets;
  private final Installation installation;
  private final Consumer<TargetId> run;

  /** A router for one cluster. */
  public EventRouter(Targets targets, Installation installation, Consumer<TargetId> run) {
    this.targets = targets;
    this.installation = installation;
    this.run = run;
  }

  @Override
  public void changed(String targetName, ObjectKey key, Optional<Observed> now) {
    if (installation.wrote(targetName)) {
      targets.named(targetName).ifPresent(run);
    }
  }
}
