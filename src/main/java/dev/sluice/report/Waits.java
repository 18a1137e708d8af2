package dev.sluice.report;

import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import java.util.Optional;

/** What promotions wait for. */
final class Waits {

  private static final String APPROVAL = "approval";

  private Waits() {}

  /** The gate that waits for people's approval; empty when nobody is waited for. */
  static Optional<GateResult> forApproval(Promotion promotion) {
    return promotion.state() == State.GATING
        ? promotion.gates().stream()
            .filter(one -> one.kind().equals(APPROVAL) && one.verdict() == Verdict.PENDING)
            .findFirst()
        : Optional.empty();
  }

  /** Whether a gate keeps a promotion from going on. */
  static boolean isShut(GateResult result) {
    return switch (result.verdict()) {
      case PENDING, INCONCLUSIVE, ERROR -> true;
      case PASS, FAIL -> false;
    };
  }
}
