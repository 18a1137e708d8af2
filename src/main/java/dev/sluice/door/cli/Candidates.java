package dev.sluice.door.cli;

import dev.sluice.kube.ApprovalStore;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which promotion somebody means who says yes or no. Pure. */
final class Candidates {

  private Candidates() {}

  /**
   * The one that is meant.
   *
   * @param revision the first digits of its commit; empty for the one whose gates are asked
   * @throws Stopped when that is not a candidate: nothing is approved that nobody looked at
   */
  static Promotion chosen(TargetId target, List<Promotion> promotions, String revision)
      throws Stopped {
    List<Promotion> waiting =
        promotions.stream()
            .filter(one -> one.target().equals(target))
            .filter(one -> one.state().isBeforeCommit())
            .toList();
    if (waiting.isEmpty()) {
      throw no(
          "nothing of %s waits for %s".formatted(target.application(), target.environment()),
          last(target, promotions));
    }
    List<Promotion> meant =
        revision.isEmpty()
            ? foremost(waiting)
            : waiting.stream().filter(one -> one.commit().startsWith(revision)).toList();
    if (meant.size() == 1) {
      return meant.getFirst();
    }
    String there = waiting.stream().map(PromotionView::line).collect(Collectors.joining(", "));
    if (revision.isEmpty()) {
      throw no("it is not clear what is meant", "Name the revision: " + there);
    }
    throw no(
        "%s is not what waits for %s in %s"
            .formatted(revision, target.application(), target.environment()),
        "What waits is " + there);
  }

  // Behind the one whose gates are asked, others may wait for their turn.
  private static List<Promotion> foremost(List<Promotion> waiting) {
    List<Promotion> gating = waiting.stream().filter(one -> one.state() == State.GATING).toList();
    return gating.isEmpty() ? waiting : gating;
  }

  /** The promotion once what was said about it has come of something; empty before. */
  static Optional<Promotion> afterwards(
      Promotion candidate, ApprovalStore.Stored said, List<Promotion> now) {
    Optional<Promotion> found =
        now.stream().filter(one -> one.id().equals(candidate.id())).findFirst();
    return found.filter(one -> !one.state().isBeforeCommit() || isCounted(one, said));
  }

  private static boolean isCounted(Promotion promotion, ApprovalStore.Stored said) {
    return promotion.approvals().stream()
        .anyMatch(one ->
            one.by().equals(said.record().by())
                && one.decision() == said.record().decision()
                && !one.at().isBefore(said.record().at()));
  }

  private static String last(TargetId target, List<Promotion> promotions) {
    return promotions.stream()
        .filter(one -> one.target().equals(target))
        .reduce((older, newer) -> newer)
        .map(one -> "The last one was " + PromotionView.line(one))
        .orElse("Look at what there is with 'sluice promotions'");
  }

  private static Stopped no(String message, String remedy) {
    return new Stopped(Failure.of(Reason.NO_SUCH_CANDIDATE, message, remedy));
  }
}
