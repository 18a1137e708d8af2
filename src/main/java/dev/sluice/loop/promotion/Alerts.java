package dev.sluice.loop.promotion;

import dev.sluice.kube.Events;
import dev.sluice.kube.Events.Notice;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import java.util.List;

/**
 * Tells people, once and beside the status, what asks for their attention.
 *
 * @param events takes what is told
 */
record Alerts(Events events) {

  /** A promotion is like this now; nothing is told where its state is not new. */
  void tell(List<Promotion> before, Promotion now) {
    boolean known =
        before.stream().anyMatch(one -> one.id().equals(now.id()) && one.state() == now.state());
    String reason = reason(now.state());
    if (!known && !reason.isEmpty()) {
      events.tell(
          now.target(),
          new Notice(
              Events.Type.WARNING,
              reason,
              "Promote",
              "%s of %s: %s".formatted(now.kind().word(), now.commit(), now.message()),
              now.id()));
    }
  }

  private static String reason(State state) {
    return switch (state) {
      case HELD -> "PromotionHeld";
      case FAILED -> "PromotionFailed";
      case REVOKED -> "ReleaseRevoked";
      case PENDING,
          GATING,
          COMMITTING,
          APPLYING,
          PROGRESSING,
          VERIFYING,
          PAUSED,
          STALLED,
          SUCCEEDED,
          REJECTED,
          SUPERSEDED,
          EXPIRED,
          ABORTED ->
          "";
    };
  }
}
