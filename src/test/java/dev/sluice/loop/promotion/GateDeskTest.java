package dev.sluice.loop.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Origin;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.probe.TeamsFile;
import dev.sluice.promote.gate.Evidence;
import dev.sluice.promote.machine.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Evidence that cannot be had never opens a gate, and is never an exception. */
class GateDeskTest {

  private static final Gate.Approval APPROVAL = approval("");

  private final GateDeskRig rig = new GateDeskRig();

  @Test
  void readsHowTheCandidateFaredUpstream() {
    Gate.DependsOn gate =
        new Gate.DependsOn(
            "dependsOn", Gate.Phase.PRE, List.of("staging"), Follows.Match.ALL, Origin.UNKNOWN);
    assertThat(rig.ask(gate).reason()).isEqualTo("it has not been in staging");
    rig.staging.add(entry(1, Entry.Kind.PROMOTE));
    assertThat(rig.ask(gate).reason()).isEqualTo("staging release 1 is not verified yet");
    rig.staging.addFirst(entry(2, Entry.Kind.VERIFIED));
    assertThat(rig.ask(gate).verdict()).isEqualTo(Verdict.PASS);
    Gate.Soak soak = new Gate.Soak("soak", Gate.Phase.PRE, Duration.ofHours(1), Origin.UNKNOWN);
    assertThat(rig.ask(soak).evidence()).as("nobody has seen it healthy").isEqualTo("PT1H left");
    Gate.DependsOn other =
        new Gate.DependsOn(
            "dependsOn", Gate.Phase.PRE, List.of("qa"), Follows.Match.ALL, Origin.UNKNOWN);
    assertThat(rig.ask(other).reason()).isEqualTo("the ledger of qa cannot be read");
  }

  @Test
  void aCommitThatChangesNothingUpstreamCountsOnlyWhileUpstreamIsWell() {
    rig.staging.add(
        new Entry(
            1,
            Entry.Kind.PROMOTE,
            "shop",
            "staging",
            GateDeskRig.NOW,
            "c-other",
            "render",
            OptionalLong.empty(),
            List.of(),
            List.of(),
            Map.of(),
            "",
            "",
            "sluice",
            "",
            Optional.empty(),
            Map.of()));
    rig.staging.addFirst(entry(2, Entry.Kind.VERIFIED));
    Gate.DependsOn gate =
        new Gate.DependsOn(
            "dependsOn", Gate.Phase.PRE, List.of("staging"), Follows.Match.ALL, Origin.UNKNOWN);
    assertThat(rig.ask(gate).reason()).isEqualTo("it has not been in staging");
  }

  @Test
  void knowsWhoWroteTheCommitAndWhoIsOfTheTeam() {
    rig.files.file(
        TeamsFile.PATH,
        """
        teams: {dba: [alice, bob]}
        people: {alice: [a.smith@example.com]}
        """);
    assertThat(rig.ask(approval("dba"), "alice", "carol").reason())
        .isEqualTo(
            "0 of 1 approvals by team dba; alice does not count: it is their own commit;"
                + " carol does not count: not of team dba");
    assertThat(rig.ask(approval("dba"), "bob").verdict()).isEqualTo(Verdict.PASS);
    assertThat(rig.ask(approval("ops"), "bob").verdict()).isEqualTo(Verdict.ERROR);
    rig.files.file(TeamsFile.PATH, "teams: [");
    assertThat(rig.ask(APPROVAL, "bob").verdict()).isEqualTo(Verdict.ERROR);
  }

  @Test
  void looksAtWhatTheCandidateRendersTo() {
    Gate.Images gate = new Gate.Images("images", Gate.Phase.PRE, List.of(), Origin.UNKNOWN);
    assertThat(rig.ask(gate).verdict()).isEqualTo(Verdict.PASS);
    rig.image = Optional.of("shop/web:latest");
    assertThat(rig.ask(gate).verdict()).isEqualTo(Verdict.FAIL);
    rig.image = Optional.empty();
    assertThat(rig.ask(gate).verdict()).isEqualTo(Verdict.ERROR);
    assertThat(rig.ask(gate).reason()).contains("is broken");
  }

  @Test
  void aFaultIsAnErrorAndSoIsATargetThatIsGone() {
    Gate.Signature gate = new Gate.Signature("signature", Gate.Phase.PRE, "keys", Origin.UNKNOWN);
    assertThat(rig.ask(gate).reason()).isEqualTo("signature cannot be asked here");
    rig.probes =
        (asked, promotion, target) -> new Evidence.Signed(Evidence.Signed.State.GOOD, "alice");
    assertThat(rig.ask(gate).verdict()).isEqualTo(Verdict.PASS);
    rig.probes =
        (asked, promotion, target) -> {
          throw new IllegalStateException("fault");
        };
    assertThat(rig.ask(gate).verdict()).isEqualTo(Verdict.ERROR);
    rig.targets.replace("config", List.of());
    assertThat(rig.ask(gate).reason()).isEqualTo("config/shop/prod is not declared any more");
  }

  @Test
  void whatWasVerifiedIsAskedAnewAndNotAnsweredFromMemory() {
    List<String> asked = new ArrayList<>();
    rig.probes =
        (gate, promotion, target) -> {
          asked.add(promotion.id());
          return new Evidence.Tries("https://shop.example.com", List.of());
        };
    Gate.Http gate =
        new Gate.Http(
            "smoke",
            Gate.Phase.POST,
            "https://shop.example.com",
            200,
            "",
            Duration.ZERO,
            new Gate.Attempts(3, Duration.ofSeconds(10)),
            Origin.UNKNOWN);
    assertThat(rig.ask(gate).verdict()).isEqualTo(Verdict.PENDING);
    rig.state = State.SUCCEEDED;
    rig.recheckAt = Optional.of(Instant.ofEpochSecond(60));
    assertThat(rig.ask(gate).verdict()).isEqualTo(Verdict.PENDING);
    rig.recheckAt = Optional.of(Instant.ofEpochSecond(120));
    assertThat(rig.ask(gate).verdict()).isEqualTo(Verdict.PENDING);

    assertThat(asked).containsExactly("shop-prod-1", "shop-prod-1-60", "shop-prod-1-120");
  }

  private static Gate.Approval approval(String team) {
    return new Gate.Approval(
        "approval",
        Gate.Phase.PRE,
        1,
        team,
        Gate.OwnCommit.REFUSED,
        Duration.ZERO,
        List.of(),
        Origin.UNKNOWN);
  }

  private static Entry entry(long number, Entry.Kind kind) {
    boolean outcome = kind.effect() == Entry.Effect.OUTCOME;
    return new Entry(
        number,
        kind,
        "shop",
        "staging",
        GateDeskRig.NOW,
        "c-new",
        "render",
        outcome ? OptionalLong.of(number - 1) : OptionalLong.empty(),
        List.of(),
        List.of(),
        Map.of(),
        "",
        "",
        "sluice",
        "",
        Optional.empty(),
        Map.of());
  }
}
