package dev.sluice.door.cli;

import dev.sluice.kube.TargetStatus;
import dev.sluice.kube.TargetStore;
import dev.sluice.kube.TargetStore.Stored;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Follows targets until each has settled after a request. */
public final class SyncWait {

  /** How long a target without work is waited for: a run that changes nothing writes nothing. */
  static final Duration NOTHING_TO_DO = Duration.ofSeconds(10);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final TargetStore store;
  private final Map<TargetId, String> lastChanges;
  private final String revision;
  private final Pause pause;
  private final Clock clock;
  private final Instant start;

  /** Waits between two looks. */
  @FunctionalInterface
  public interface Pause {

    /** Waits for so long. */
    void of(Duration time) throws InterruptedException;
  }

  SyncWait(TargetStore store, List<Stored> before, String revision, Pause pause, Clock clock) {
    this.store = store;
    this.lastChanges =
        before.stream().collect(Collectors.toMap(one -> one.target().id(), Stored::lastChange));
    this.revision = revision;
    this.pause = pause;
    this.clock = clock;
    this.start = clock.instant();
  }

  /**
   * How the targets stand once all have settled.
   *
   * @throws Stopped when they have not in this time, or the cluster cannot be asked
   */
  List<Stored> until(Duration timeout) throws Stopped, InterruptedException {
    while (true) {
      List<Stored> now =
          store.list().stream()
              .filter(stored -> lastChanges.containsKey(stored.target().id()))
              .toList();
      List<Stored> unsettled = now.stream().filter(stored -> !settled(stored)).toList();
      if (unsettled.isEmpty()) {
        return now;
      }
      if (waited().compareTo(timeout) >= 0) {
        throw new Stopped(late(unsettled, timeout));
      }
      pause.of(BETWEEN_LOOKS);
    }
  }

  private boolean settled(Stored stored) {
    TargetStatus status = stored.status();
    if (!revision.isEmpty()) {
      return atRest(status)
          && (status.observedRevision().startsWith(revision) || failedSince(stored));
    }
    boolean changed = !stored.lastChange().equals(lastChanges.get(stored.target().id()));
    return atRest(status) && (changed || waited().compareTo(NOTHING_TO_DO) >= 0);
  }

  private boolean failedSince(Stored stored) {
    return (stored.status().sync() == TargetStatus.Sync.FAILED
            || stored.status().sync() == TargetStatus.Sync.WAITING)
        && !stored.lastChange().equals(lastChanges.get(stored.target().id()));
  }

  private static boolean atRest(TargetStatus status) {
    return switch (status.sync()) {
      case PROGRESSING -> false;
      case WAITING, OUT_OF_SYNC, FAILED -> true;
      case SYNCED -> status.health().state() != Health.State.PROGRESSING;
    };
  }

  private Duration waited() {
    return Duration.between(start, clock.instant());
  }

  private static Failure late(List<Stored> unsettled, Duration timeout) {
    String which =
        unsettled.stream()
            .map(stored ->
                "%s in %s (%s, %s)"
                    .formatted(
                        stored.target().id().application(),
                        stored.target().id().environment(),
                        stored.status().sync().word(),
                        stored.status().health().state().word()))
            .collect(Collectors.joining(", "));
    return Failure.of(
        Reason.NOT_SETTLED,
        "not settled after " + timeout.toSeconds() + " s: " + which,
        "The daemon goes on; look again with 'sluice status'");
  }
}
