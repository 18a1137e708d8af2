package dev.sluice.promote.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Origin;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.ApprovalRecord.Decision;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ApprovalGateTest {

  private final Given given = Given.at("2026-03-02T10:00:00Z");
  private Evidence.Voters voters = voters();

  @Test
  void countsDifferentPeople() {
    says("alice", Decision.APPROVE, "09:00:00");
    says("alice", Decision.APPROVE, "09:01:00");
    assertThat(ask(gate(2, "", Gate.OwnCommit.REFUSED, Duration.ZERO)))
        .extracting(GateResult::verdict, GateResult::reason)
        .containsExactly(Verdict.PENDING, "1 of 2 approvals (alice)");
    says("bob", Decision.APPROVE, "09:02:00");
    GateResult approved = ask(gate(2, "", Gate.OwnCommit.REFUSED, Duration.ZERO));
    assertThat(approved.verdict()).isEqualTo(Verdict.PASS);
    assertThat(approved.evidence()).isEqualTo("alice, bob");
  }

  @Test
  void whatSomebodySaidAboutSomethingElseDoesNotCount() {
    given.approvals.add(
        new ApprovalRecord("alice", "kubernetes", Given.NOW, Decision.APPROVE, "d-other", ""));
    given.approvals.add(
        new ApprovalRecord("bob", "kubernetes", Given.NOW, Decision.REJECT, "d-other", ""));
    assertThat(ask(gate(1, "", Gate.OwnCommit.REFUSED, Duration.ZERO)).reason())
        .isEqualTo("0 of 1 approvals");
  }

  @Test
  void nobodyApprovesTheirOwnCommitUnlessThatIsAllowed() {
    voters = new Evidence.Voters(Set.of("alice", "alice@example.com"), Set.of(), new TreeSet<>());
    says("Alice@Example.com", Decision.APPROVE, "09:00:00");
    assertThat(ask(gate(1, "", Gate.OwnCommit.REFUSED, Duration.ZERO)).reason())
        .isEqualTo("0 of 1 approvals; Alice@Example.com does not count: it is their own commit");
    assertThat(ask(gate(1, "", Gate.OwnCommit.ALLOWED, Duration.ZERO)).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void onlyTheTeamCounts() {
    voters = new Evidence.Voters(Set.of(), Set.of("bob"), new TreeSet<>());
    says("alice", Decision.APPROVE, "09:00:00");
    Gate.Approval gate = gate(1, "dba", Gate.OwnCommit.REFUSED, Duration.ZERO);
    assertThat(ask(gate).reason())
        .isEqualTo("0 of 1 approvals by team dba; alice does not count: not of team dba");
    says("bob", Decision.APPROVE, "09:00:00");
    assertThat(ask(gate).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void anApprovalExpires() {
    says("alice", Decision.APPROVE, "09:00:00");
    Gate.Approval hour = gate(1, "", Gate.OwnCommit.REFUSED, Duration.ofHours(1));
    given.now = Given.NOW.minusSeconds(1);
    assertThat(ask(hour).verdict()).isEqualTo(Verdict.PASS);
    given.now = Given.NOW;
    assertThat(ask(hour).verdict()).isEqualTo(Verdict.PENDING);
  }

  @Test
  void theLastWordOfAPersonCountsAndOneNoRejects() {
    says("alice", Decision.APPROVE, "09:00:00");
    says("alice", Decision.REJECT, "09:10:00");
    says("bob", Decision.APPROVE, "09:20:00");
    Gate.Approval one = gate(1, "", Gate.OwnCommit.REFUSED, Duration.ZERO);
    assertThat(ask(one))
        .extracting(GateResult::verdict, GateResult::reason)
        .containsExactly(Verdict.FAIL, "rejected by alice: looks fine to me");
    says("alice", Decision.APPROVE, "09:30:00");
    assertThat(ask(one).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void aHotfixNeedsOneMore() {
    given.kind = Entry.Kind.HOTFIX;
    says("alice", Decision.APPROVE, "09:00:00");
    Gate.Approval one = gate(1, "", Gate.OwnCommit.REFUSED, Duration.ZERO);
    assertThat(ask(one).reason()).isEqualTo("1 of 2 approvals (alice)");
    says("bob", Decision.APPROVE, "09:00:00");
    assertThat(ask(one).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void isNotNeededWhereNothingChangesThatItIsAbout() {
    Gate.Approval dba = about("overlays/shop/jobs/**");
    assertThat(ask(dba))
        .extracting(GateResult::verdict, GateResult::reason)
        .containsExactly(Verdict.PASS, "not needed: nothing changes in overlays/shop/jobs/**");
    voters = voters("overlays/shop/jobs/migrate.yaml");
    assertThat(ask(dba))
        .extracting(GateResult::verdict, GateResult::reason)
        .containsExactly(
            Verdict.PENDING,
            "0 of 1 approvals; asked for because overlays/shop/jobs/migrate.yaml changes");
    voters = voters("overlays/shop/jobs/migrate.yaml", "overlays/shop/jobs/seed.yaml");
    assertThat(ask(dba).reason()).contains("migrate.yaml and 1 more files change");
    says("alice", Decision.APPROVE, "09:00:00");
    assertThat(ask(dba).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void aNoCountsWhateverChanges() {
    says("alice", Decision.REJECT, "09:00:00");
    assertThat(ask(about("overlays/shop/jobs/**")).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void neverOpensWhenItIsNotKnownWhoCounts() {
    says("alice", Decision.APPROVE, "09:00:00");
    Gate.Approval one = gate(1, "", Gate.OwnCommit.REFUSED, Duration.ZERO);
    assertThat(given.ask(one).result().verdict()).isEqualTo(Verdict.ERROR);
    assertThat(given.ask(one, new Evidence.Unavailable("no such team")).result().reason())
        .isEqualTo("no such team");
  }

  private GateResult ask(Gate.Approval gate) {
    return given.ask(gate, voters).result();
  }

  private void says(String person, Decision decision, String time) {
    given.approvals.add(
        new ApprovalRecord(
            person,
            "kubernetes",
            Instant.parse("2026-03-02T%sZ".formatted(time)),
            decision,
            Given.DIGEST,
            "looks fine to me"));
  }

  private static Gate.Approval gate(int count, String team, Gate.OwnCommit own, Duration expiry) {
    return new Gate.Approval(
        "approval", Gate.Phase.PRE, count, team, own, expiry, List.of(), Origin.UNKNOWN);
  }

  private static Gate.Approval about(String... paths) {
    return new Gate.Approval(
        "approval",
        Gate.Phase.PRE,
        1,
        "",
        Gate.OwnCommit.REFUSED,
        Duration.ZERO,
        List.of(paths),
        Origin.UNKNOWN);
  }

  private static Evidence.Voters voters(String... touched) {
    return new Evidence.Voters(Set.of(), Set.of(), new TreeSet<>(List.of(touched)));
  }
}
