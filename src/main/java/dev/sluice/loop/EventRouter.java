package dev.sluice.loop;

import dev.sluice.kube.Observations;
import dev.sluice.model.Health;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Observed;
import dev.sluice.model.TargetId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * From a watch event to the target that cares. An event that changes neither a hash nor the health
 * of an object (a status counter, a resource version) starts nothing.
 */
public final class EventRouter implements Observations.Listener {

  private final Targets targets;
  private final Consumer<TargetId> run;
  private final Map<ObjectKey, Mark> marks = new ConcurrentHashMap<>();

  /** A router for one cluster. */
  public EventRouter(Targets targets, Consumer<TargetId> run) {
    this.targets = targets;
    this.run = run;
  }

  @Override
  public void changed(String targetName, ObjectKey key, Optional<Observed> now) {
    Mark mark = now.map(Mark::of).orElse(null);
    Mark before = mark == null ? marks.remove(key) : marks.put(key, mark);
    if (!Objects.equals(before, mark)) {
      targets.named(targetName).ifPresent(run);
    }
  }

  private record Mark(
      String uid, String fingerprint, String foreignHash, Health health, boolean terminating) {

    static Mark of(Observed observed) {
      return new Mark(
          observed.uid(),
          observed.fingerprint(),
          observed.foreignHash(),
          observed.health(),
          observed.terminating());
    }
  }
}
