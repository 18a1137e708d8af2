package dev.sluice.kube;

import dev.sluice.kube.resource.TargetStatusBody.ConditionBody;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The conditions of a Target, by the conventions of Kubernetes. Pure. */
final class Conditions {

  private static final String TRUE = "True";
  private static final String FALSE = "False";
  private static final String UNKNOWN = "Unknown";

  private Conditions() {}

  private static final String STANDBY = "StandbyReady";

  /**
   * The three conditions, and a fourth one of what stands by; the time of one moves only with its
   * status.
   */
  static List<ConditionBody> of(TargetStatus status, List<ConditionBody> before, String now) {
    ConditionBody synced = synced(status, now);
    ConditionBody healthy = healthy(status.health(), now);
    ConditionBody ready = ready(synced, healthy, now);
    return Stream.of(Stream.of(ready, synced, healthy), standby(status.standby(), now).stream())
        .flatMap(some -> some)
        .map(one -> keepTime(one, before))
        .toList();
  }

  private static Optional<ConditionBody> standby(TargetStatus.Standby standby, String now) {
    return switch (standby.state()) {
      case NONE -> Optional.empty();
      case READY -> Optional.of(new ConditionBody(STANDBY, TRUE, "Ready", "", now));
      case NOT_READY ->
          Optional.of(new ConditionBody(STANDBY, FALSE, "NotReady", standby.why(), now));
    };
  }

  /** What the conditions say of a standby. */
  static TargetStatus.Standby standby(List<ConditionBody> conditions) {
    return conditions.stream()
        .filter(one -> one.type().equals(STANDBY))
        .findFirst()
        .map(one ->
            one.status().equals(TRUE)
                ? new TargetStatus.Standby(TargetStatus.Standby.State.READY, "")
                : new TargetStatus.Standby(TargetStatus.Standby.State.NOT_READY, one.message()))
        .orElse(TargetStatus.Standby.NONE);
  }

  private static ConditionBody synced(TargetStatus status, String now) {
    String message =
        status.failures().stream().findFirst().map(Failure::toString).orElse(status.waitingFor());
    String reason =
        status.failures().stream()
            .findFirst()
            .map(failure -> failure.reason().word())
            .orElse(status.sync().word());
    return switch (status.sync()) {
      case SYNCED -> new ConditionBody("Synced", TRUE, status.sync().word(), "", now);
      case PROGRESSING, WAITING, OUT_OF_SYNC, FAILED ->
          new ConditionBody("Synced", FALSE, reason, message, now);
    };
  }

  private static ConditionBody healthy(Health health, String now) {
    String is =
        switch (health.state()) {
          case HEALTHY -> TRUE;
          case SUSPENDED, PROGRESSING, MISSING, DEGRADED -> FALSE;
          case UNKNOWN -> UNKNOWN;
        };
    return new ConditionBody("Healthy", is, StatusBodies.word(health.state()), health.why(), now);
  }

  private static ConditionBody ready(ConditionBody synced, ConditionBody healthy, String now) {
    ConditionBody decisive = synced.status().equals(TRUE) ? healthy : synced;
    boolean ready = decisive.status().equals(TRUE);
    return new ConditionBody(
        "Ready", decisive.status(), ready ? "Ready" : decisive.reason(), decisive.message(), now);
  }

  private static ConditionBody keepTime(ConditionBody now, List<ConditionBody> before) {
    return before.stream()
        .filter(old -> old.type().equals(now.type()) && old.status().equals(now.status()))
        .findFirst()
        .map(old ->
            new ConditionBody(
                now.type(), now.status(), now.reason(), now.message(), old.lastTransitionTime()))
        .orElse(now);
  }
}
