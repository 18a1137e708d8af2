package dev.sluice.report;

import dev.sluice.kube.Events;
import dev.sluice.kube.Events.Notice;
import dev.sluice.kube.Events.Type;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import java.util.Optional;

/**
 * Tells in Kubernetes Events where people are needed on the way of a revision, and where it was not
 * let through or taken back. One that goes as it should is no event: the ledger tells of it.
 */
public final class PromotionEvents implements PromotionListener {

  private final Events events;

  /** Tells these. */
  public PromotionEvents(Events events) {
    this.events = events;
  }

  @Override
  public void found(Promotion promotion) {
    // An earlier life told.
  }

  @Override
  public void written(Optional<Promotion> before, Promotion now) {
    if (before.filter(one -> one.state() == now.state()).isEmpty()) {
      word(now.state()).ifPresent(word -> tell(now, Type.WARNING, word, line(now)));
    }
    if (before.isEmpty() && now.kind() == Entry.Kind.ROLLBACK && !now.state().isTerminal()) {
      tell(now, Type.WARNING, "RollingBack", back(now));
    }
    Optional<GateResult> approval = Waits.forApproval(now);
    if (approval.isPresent() && before.flatMap(Waits::forApproval).isEmpty()) {
      tell(now, Type.NORMAL, "ApprovalNeeded", asks(now, approval.get()));
    }
  }

  /** The word for coming into a state that is worth an event. */
  private static Optional<String> word(State state) {
    return switch (state) {
      case HELD -> Optional.of("PromotionHeld");
      case FAILED -> Optional.of("PromotionFailed");
      case PAUSED -> Optional.of("PromotionPaused");
      case REJECTED -> Optional.of("PromotionRejected");
      case EXPIRED -> Optional.of("PromotionExpired");
      case REVOKED -> Optional.of("ReleaseRevoked");
      case PENDING,
          GATING,
          COMMITTING,
          APPLYING,
          PROGRESSING,
          VERIFYING,
          // The status of the target says what is away, or who froze it.
          STALLED,
          SUCCEEDED,
          SUPERSEDED,
          ABORTED ->
          Optional.empty();
    };
  }

  private void tell(Promotion promotion, Type type, String reason, String message) {
    events.tell(promotion.target(), new Notice(type, reason, "Promote", message, promotion.id()));
  }

  private static String line(Promotion promotion) {
    return "%s of %s: %s"
        .formatted(promotion.kind().word(), promotion.commit(), promotion.message());
  }

  private static String back(Promotion rollback) {
    return "back to %s%s, asked for by %s: %s"
        .formatted(
            rollback.about().isPresent() ? "release " + rollback.about().getAsLong() + ", " : "",
            rollback.commit(),
            rollback.requestedBy(),
            rollback.reason());
  }

  private static String asks(Promotion promotion, GateResult approval) {
    return "%s waits for approval: %s; `sluice approve %s %s %s`"
        .formatted(
            promotion.commit(),
            approval.reason(),
            promotion.target().application(),
            promotion.target().environment(),
            promotion.commit());
  }
}
