package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.Entry.Kind;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** People are told, once and beside the status, where they are needed. */
class PromotionEventsTest {

  private final List<String> told = new ArrayList<>();
  private final PromotionEvents events =
      new PromotionEvents((target, notice) ->
          told.add(notice.type() + " " + notice.reason() + ": " + notice.message()));

  @Test
  void whatFailedOrIsHeldIsToldOnce() {
    Promotion failed = Promotions.of(Kind.PROMOTE, State.FAILED, 1);
    Promotion held = Promotions.of(Kind.PROMOTE, State.HELD, 2);
    events.written(Optional.of(Promotions.of(Kind.PROMOTE, State.VERIFYING, 0)), failed);
    events.written(Optional.of(failed), held);
    events.written(Optional.of(held), held);

    assertThat(told)
        .containsExactly(
            "WARNING PromotionFailed: Promote of c1: it crashes",
            "WARNING PromotionHeld: Promote of c1: it crashes");
  }

  @Test
  void aRollbackIsToldWhenItBegins() {
    Promotion pending = Promotions.of(Kind.ROLLBACK, State.PENDING, 1);
    events.written(Optional.empty(), pending);
    events.written(Optional.of(pending), Promotions.of(Kind.ROLLBACK, State.SUCCEEDED, 2));

    assertThat(told)
        .containsExactly(
            "WARNING RollingBack: back to release 3, c1, asked for by sluice: release 4 failed");
  }

  @Test
  void anApprovalIsAskedForOnceUntilItIsAskedForAnew() {
    Promotion waits =
        Promotions.of(
            Kind.PROMOTE, State.GATING, 1, Promotions.said("approval", Verdict.PENDING, 1));
    events.written(Optional.empty(), waits);
    events.written(Optional.of(waits), waits);
    events.written(
        Optional.of(waits),
        Promotions.of(Kind.PROMOTE, State.GATING, 1, Promotions.said("soak", Verdict.PENDING, 1)));

    assertThat(told)
        .containsExactly(
            "NORMAL ApprovalNeeded: c1 waits for approval: 1 of 2; `sluice approve shop prod c1`");
  }

  @Test
  void whatGoesAsItShouldIsNoEvent() {
    Promotion gating = Promotions.of(Kind.PROMOTE, State.GATING, 0);
    events.found(Promotions.of(Kind.PROMOTE, State.HELD, 0));
    events.written(Optional.empty(), gating);
    events.written(Optional.of(gating), Promotions.of(Kind.PROMOTE, State.SUCCEEDED, 1));

    assertThat(told).isEmpty();
  }
}
