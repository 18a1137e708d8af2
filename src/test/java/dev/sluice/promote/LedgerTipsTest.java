package dev.sluice.promote;

import static dev.sluice.promote.LedgerOfWeb.COMMIT;
import static dev.sluice.promote.LedgerOfWeb.NOW;
import static dev.sluice.promote.LedgerOfWeb.WEB;
import static dev.sluice.promote.LedgerOfWeb.freeze;
import static dev.sluice.promote.LedgerOfWeb.passed;
import static dev.sluice.promote.LedgerOfWeb.release;
import static dev.sluice.promote.LedgerOfWeb.result;
import static dev.sluice.promote.LedgerOfWeb.skipping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nothing is applied that did not come through its gates, whatever the ledger says. */
class LedgerTipsTest {

  private final LedgerOfWeb web = new LedgerOfWeb();

  @Test
  void aReleaseThatPassedItsGatesMayRun() throws Stopped {
    web.write(release(Entry.Kind.PROMOTE, passed("soak", "soak"), passed("images", "images")));

    Allowed allowed = web.tips.next(WEB);

    Revision revision = new Revision("config", COMMIT);
    assertThat(allowed.revision()).isEqualTo(revision);
    assertThat(allowed.permit().allows(WEB.id(), revision)).isTrue();
    assertThat(allowed.approved()).contains(new Allowed.Approved("digest", "engine v1"));
    assertThat(allowed.frozen()).isEmpty();
  }

  @Test
  void aReleaseWithoutTheResultOfAGateMayNot() {
    web.write(release(Entry.Kind.PROMOTE, passed("soak", "soak")));

    assertThat(refused().message()).contains("gate(s) images");
  }

  @Test
  void aGateThatDidNotPassIsNoResult() {
    for (Verdict verdict : Verdict.values()) {
      if (verdict != Verdict.PASS) {
        web.write(
            release(
                Entry.Kind.PROMOTE, result("soak", "soak", verdict), passed("images", "images")));
        assertThat(refused().message()).as(verdict.word()).contains("gate(s) soak");
      }
    }
  }

  @Test
  void aResultThatIsContradictedDoesNotCount() {
    web.write(
        release(
            Entry.Kind.PROMOTE,
            passed("soak", "soak"),
            result("soak", "soak", Verdict.FAIL),
            passed("images", "images")));

    assertThat(refused().message()).contains("gate(s) soak");
  }

  @Test
  void aGateOfAnotherKindCannotStandIn() {
    web.write(release(Entry.Kind.PROMOTE, passed("soak", "window"), passed("images", "images")));

    assertThat(refused().message()).contains("gate(s) soak");
  }

  @Test
  void aPromotionLeavesNothingOut() {
    web.write(
        skipping(
            release(Entry.Kind.PROMOTE, passed("images", "images")), Map.of("soak", "no time")));

    assertThat(refused().message()).contains("gate(s) soak");
  }

  @Test
  void aRollbackLeavesOutWhatTakesTimeButNotWhatKeepsOut() throws Stopped {
    Entry rollback = release(Entry.Kind.ROLLBACK);
    web.write(skipping(rollback, Map.of("soak", "a rollback", "images", "a rollback")));
    assertThat(refused().message()).contains("gate(s) images");

    web.write(
        skipping(
            release(Entry.Kind.ROLLBACK, passed("images", "images")),
            Map.of("soak", "a rollback")));
    assertThat(web.tips.next(WEB).revision().commit()).isEqualTo(COMMIT);
  }

  @Test
  void aPolicyThatIsNotOfTheDefaultBranchIsNone() {
    web.policies.clear();
    web.write(release(Entry.Kind.PROMOTE, passed("soak", "soak"), passed("images", "images")));

    assertThat(refused().message()).isEqualTo("no such policy");
  }

  @Test
  void anEntryOfAnotherApplicationProvesNothing() {
    Entry other = release(Entry.Kind.PROMOTE, passed("soak", "soak"), passed("images", "images"));
    web.write(
        new Entry(
            other.number(),
            other.kind(),
            "other",
            "prod",
            other.at(),
            other.commit(),
            other.digest(),
            other.about(),
            other.gates(),
            other.approvals(),
            other.skipped(),
            other.policy(),
            other.promotion(),
            other.by(),
            other.reason(),
            other.until(),
            other.details()));

    assertThat(refused().message()).contains("is about other in prod");
  }

  @Test
  void whatTheLedgerNeverHeardOfIsNotTakenUpAgain() {
    web.write(release(Entry.Kind.PROMOTE, passed("soak", "soak"), passed("images", "images")));

    Stopped stopped =
        catchThrowableOfType(Stopped.class, () -> web.tips.again(WEB, "c".repeat(40)));

    assertThat(stopped.failure().reason()).isEqualTo(Reason.GATES_INCOMPLETE);
  }

  @Test
  void beforeTheFirstPromotionNothingRuns() {
    Failure failure = catchThrowableOfType(Stopped.class, () -> web.tips.next(WEB)).failure();

    assertThat(failure.reason()).isEqualTo(Reason.NOT_PROMOTED);
  }

  @Test
  void aFreezeOfLevelTwoIsToldWithTheReleaseUntilItEnds() throws Stopped {
    web.write(release(Entry.Kind.PROMOTE, passed("soak", "soak"), passed("images", "images")));
    web.write(freeze("2", NOW.plusSeconds(60)));
    assertThat(web.tips.next(WEB).frozen()).map(Failure::reason).contains(Reason.FROZEN);

    web.history.removeFirst();
    web.write(freeze("2", NOW));
    assertThat(web.tips.next(WEB).frozen()).as("it has ended").isEmpty();

    web.history.removeFirst();
    web.write(freeze("1", NOW.plusSeconds(60)));
    assertThat(web.tips.next(WEB).frozen()).as("level 1 goes on healing").isEmpty();
  }

  @Test
  void aFreezeOfLevelTwoHoldsForWhatIsTakenUpAgainToo() throws Stopped {
    web.write(release(Entry.Kind.PROMOTE, passed("soak", "soak"), passed("images", "images")));
    web.write(freeze("2", NOW.plusSeconds(60)));

    assertThat(web.tips.again(WEB, COMMIT).frozen())
        .as("the newest release cannot be rendered, say")
        .map(Failure::reason)
        .contains(Reason.FROZEN);
  }

  @Test
  void whatRanGoesOnWhenSomebodyEditsTheLedgerAndNothingElse() throws Stopped {
    web.write(release(Entry.Kind.PROMOTE, passed("soak", "soak"), passed("images", "images")));
    Allowed before = web.tips.next(WEB);
    web.edited();

    assertThat(catchThrowableOfType(Stopped.class, () -> web.tips.next(WEB)).failure().reason())
        .isEqualTo(Reason.LEDGER_EDITED);
    assertThat(web.tips.again(WEB, COMMIT).revision()).isEqualTo(before.revision());
    assertThat(catchThrowableOfType(Stopped.class, () -> web.tips.again(WEB, "c".repeat(40))))
        .isNotNull();
  }

  @Test
  void aFreezeOutlivesAnEditOfTheLedger() throws Stopped {
    web.write(release(Entry.Kind.PROMOTE, passed("soak", "soak"), passed("images", "images")));
    web.write(freeze("2", NOW.plusSeconds(60)));
    web.tips.next(WEB);
    web.edited();

    assertThat(web.tips.again(WEB, COMMIT).frozen()).isPresent();
  }

  @Test
  void aLedgerThatWasNeverReadableProvesNothing() {
    web.write(release(Entry.Kind.PROMOTE, passed("soak", "soak"), passed("images", "images")));
    web.edited();

    assertThat(
            catchThrowableOfType(Stopped.class, () -> web.tips.again(WEB, COMMIT))
                .failure()
                .reason())
        .isEqualTo(Reason.LEDGER_EDITED);
  }

  private Failure refused() {
    Failure failure = catchThrowableOfType(Stopped.class, () -> web.tips.next(WEB)).failure();
    assertThat(failure.reason()).isEqualTo(Reason.GATES_INCOMPLETE);
    return failure;
  }
}
