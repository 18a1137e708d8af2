package dev.sluice.loop.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.environments.EnvironmentSet;
import dev.sluice.loop.Composer;
import dev.sluice.loop.Targets;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Manifest;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.probe.Probes;
import dev.sluice.probe.TeamsFile;
import dev.sluice.promote.gate.Evidence;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.machine.Company;
import dev.sluice.promote.machine.Facts;
import dev.sluice.promote.machine.Objections;
import dev.sluice.promote.machine.Offer;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.Running;
import dev.sluice.promote.machine.State;
import dev.sluice.render.Closure;
import dev.sluice.render.Desired;
import dev.sluice.render.DesiredObject;
import dev.sluice.render.Renderer;
import dev.sluice.testing.MemoryTree;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Evidence that cannot be had never opens a gate, and is never an exception. */
class GateDeskTest {

  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
  private static final TargetId PROD = new TargetId("config", "shop", "prod");
  private static final Gate.Approval APPROVAL = approval("");

  private final Targets targets = new Targets();
  private final Pipelines pipelines = new Pipelines();
  private final MemoryTree files = new MemoryTree();
  private final List<Entry> staging = new ArrayList<>();
  private Optional<String> image = Optional.of("shop/web:1.4.2");
  private Probes probes = Probes.NONE;
  private State state = State.GATING;
  private Optional<Instant> recheckAt = Optional.empty();

  @BeforeEach
  void declare() {
    targets.replace("config", List.of(target("staging"), target("prod")));
    pipelines.declare(
        "config",
        "policy",
        new EnvironmentSet(
            List.of(
                new Environment(
                    "prod",
                    "overlays/*/prod",
                    "",
                    "",
                    "main",
                    SyncPolicy.DEFAULT,
                    "",
                    new Follows.Upstream(
                        List.of("staging"), Follows.Match.ALL, Follows.Mode.PROMOTE),
                    PromotionPolicy.NONE,
                    Map.of(),
                    Target.Driver.LEDGER,
                    Origin.UNKNOWN)),
            List.of()));
  }

  @Test
  void readsHowTheCandidateFaredUpstream() {
    Gate.DependsOn gate =
        new Gate.DependsOn(
            "dependsOn", Gate.Phase.PRE, List.of("staging"), Follows.Match.ALL, Origin.UNKNOWN);
    assertThat(ask(gate).reason()).isEqualTo("it has not been in staging");
    staging.add(entry(1, Entry.Kind.PROMOTE));
    assertThat(ask(gate).reason()).isEqualTo("staging release 1 is not verified yet");
    staging.addFirst(entry(2, Entry.Kind.VERIFIED));
    assertThat(ask(gate).verdict()).isEqualTo(Verdict.PASS);
    Gate.Soak soak = new Gate.Soak("soak", Gate.Phase.PRE, Duration.ofHours(1), Origin.UNKNOWN);
    assertThat(ask(soak).evidence()).as("nobody has seen it healthy").isEqualTo("PT1H left");
    Gate.DependsOn other =
        new Gate.DependsOn(
            "dependsOn", Gate.Phase.PRE, List.of("qa"), Follows.Match.ALL, Origin.UNKNOWN);
    assertThat(ask(other).reason()).isEqualTo("the ledger of qa cannot be read");
  }

  @Test
  void aCommitThatChangesNothingUpstreamCountsOnlyWhileUpstreamIsWell() {
    staging.add(
        new Entry(
            1,
            Entry.Kind.PROMOTE,
            "shop",
            "staging",
            NOW,
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
    staging.addFirst(entry(2, Entry.Kind.VERIFIED));
    Gate.DependsOn gate =
        new Gate.DependsOn(
            "dependsOn", Gate.Phase.PRE, List.of("staging"), Follows.Match.ALL, Origin.UNKNOWN);
    assertThat(ask(gate).reason()).isEqualTo("it has not been in staging");
  }

  @Test
  void knowsWhoWroteTheCommitAndWhoIsOfTheTeam() {
    files.file(
        TeamsFile.PATH,
        """
        teams: {dba: [alice, bob]}
        people: {alice: [a.smith@example.com]}
        """);
    assertThat(ask(approval("dba"), "alice", "carol").reason())
        .isEqualTo(
            "0 of 1 approvals by team dba; alice does not count: it is their own commit;"
                + " carol does not count: not of team dba");
    assertThat(ask(approval("dba"), "bob").verdict()).isEqualTo(Verdict.PASS);
    assertThat(ask(approval("ops"), "bob").verdict()).isEqualTo(Verdict.ERROR);
    files.file(TeamsFile.PATH, "teams: [");
    assertThat(ask(APPROVAL, "bob").verdict()).isEqualTo(Verdict.ERROR);
  }

  @Test
  void looksAtWhatTheCandidateRendersTo() {
    Gate.Images gate = new Gate.Images("images", Gate.Phase.PRE, List.of(), Origin.UNKNOWN);
    assertThat(ask(gate).verdict()).isEqualTo(Verdict.PASS);
    image = Optional.of("shop/web:latest");
    assertThat(ask(gate).verdict()).isEqualTo(Verdict.FAIL);
    image = Optional.empty();
    assertThat(ask(gate).verdict()).isEqualTo(Verdict.ERROR);
    assertThat(ask(gate).reason()).contains("is broken");
  }

  @Test
  void aFaultIsAnErrorAndSoIsATargetThatIsGone() {
    Gate.Signature gate = new Gate.Signature("signature", Gate.Phase.PRE, "keys", Origin.UNKNOWN);
    assertThat(ask(gate).reason()).isEqualTo("signature cannot be asked here");
    probes = (asked, promotion, target) -> new Evidence.Signed(Evidence.Signed.State.GOOD, "alice");
    assertThat(ask(gate).verdict()).isEqualTo(Verdict.PASS);
    probes =
        (asked, promotion, target) -> {
          throw new IllegalStateException("fault");
        };
    assertThat(ask(gate).verdict()).isEqualTo(Verdict.ERROR);
    targets.replace("config", List.of());
    assertThat(ask(gate).reason()).isEqualTo("config/shop/prod is not declared any more");
  }

  @Test
  void whatWasVerifiedIsAskedAnewAndNotAnsweredFromMemory() {
    List<String> asked = new ArrayList<>();
    probes =
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
    assertThat(ask(gate).verdict()).isEqualTo(Verdict.PENDING);
    state = State.SUCCEEDED;
    recheckAt = Optional.of(Instant.ofEpochSecond(60));
    assertThat(ask(gate).verdict()).isEqualTo(Verdict.PENDING);
    recheckAt = Optional.of(Instant.ofEpochSecond(120));
    assertThat(ask(gate).verdict()).isEqualTo(Verdict.PENDING);

    assertThat(asked).containsExactly("shop-prod-1", "shop-prod-1-60", "shop-prod-1-120");
  }

  private GateResult ask(Gate gate, String... approvers) {
    InstantSource clock = InstantSource.fixed(NOW);
    Runs runs = new Runs(clock);
    Composer composer = new Composer(new OneDeployment());
    Promoting.Reading reading =
        new Promoting.Reading(
            (repository, branch) -> {
              throw new AssertionError("no branch is asked for");
            },
            revision -> new Source(revision, files),
            composer,
            (repository, environment) -> new StagingLedger(environment),
            (base, revision) -> Set.of("a.smith@example.com"),
            new TeamsFile(revision -> new Source(revision, files)),
            (revision, commit) -> {
              throw new AssertionError("no ancestors are asked for");
            },
            (revision, kind) -> {
              throw new AssertionError("nobody names a commit");
            });
    Offers offers =
        new Offers(
            reading.tips(),
            reading.sources(),
            composer,
            reading.ledgers(),
            runs,
            id -> false,
            clock);
    List<ApprovalRecord> approvals = new ArrayList<>();
    for (String person : approvers) {
      approvals.add(
          new ApprovalRecord(
              person, "kubernetes", NOW, ApprovalRecord.Decision.APPROVE, "digest", ""));
    }
    Promotion promotion =
        new Promotion(
            "shop-prod-1",
            PROD,
            Entry.Kind.PROMOTE,
            "c-new",
            "digest",
            "engine",
            0,
            OptionalLong.empty(),
            "policy",
            "sluice",
            "",
            1,
            NOW,
            state,
            NOW,
            "",
            List.of(),
            approvals,
            Map.of(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            recheckAt);
    return new GateDesk(pipelines, targets, reading, offers, runs, probes)
        .ask(promotion, List.of(gate.name()), facts(gate))
        .get(gate.name())
        .result();
  }

  private static Facts facts(Gate gate) {
    PromotionPolicy none = PromotionPolicy.NONE;
    return new Facts(
        NOW,
        PROD,
        new PromotionPolicy(
            List.of(gate),
            none.supersede(),
            none.maxAge(),
            none.minHealthy(),
            none.deadline(),
            none.rollback(),
            none.maxLag(),
            none.units(),
            none.strategy()),
        "policy",
        LedgerState.EMPTY,
        List.of(),
        new Offer.Nothing(),
        Map.of(),
        Running.UNKNOWN,
        Optional.empty(),
        List.of(),
        List.of(),
        Objections.NONE,
        Map.of(),
        Optional.empty(),
        Company.ALONE);
  }

  private static Target target(String environment) {
    return new Target(
        new TargetId("config", "shop", environment),
        "overlays/shop/" + environment,
        "shop",
        "",
        "main",
        SyncPolicy.DEFAULT);
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
        NOW,
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

  private final class OneDeployment implements Renderer {

    @Override
    public Desired render(Source source, String overlay) throws Stopped {
      String name =
          image.orElseThrow(
              () -> new Stopped(Failure.of(Reason.RENDER_FAILED, overlay + " is broken", "")));
      Map<String, Object> pod = Map.of("containers", List.of(Map.of("image", name)));
      Manifest manifest =
          new Manifest(
              ApiKind.of("apps/v1", "Deployment"),
              "",
              "web",
              Map.of("spec", Map.of("template", Map.of("spec", pod))),
              Origin.UNKNOWN);
      return new Desired(
          List.of(new DesiredObject(manifest, "d")),
          new Closure("test", new TreeMap<>()),
          "render",
          List.of());
    }

    @Override
    public String yaml(Source source, String overlay) {
      throw new UnsupportedOperationException("not asked for here");
    }
  }

  private final class StagingLedger implements Ledger {

    private final String environment;

    private StagingLedger(String environment) {
      this.environment = environment;
    }

    @Override
    public LedgerState read() throws Stopped {
      if (!environment.equals("staging")) {
        throw new Stopped(Failure.of(Reason.LEDGER_EDITED, "edited", ""));
      }
      return new LedgerState("tip", Map.of("shop", List.copyOf(staging)));
    }

    @Override
    public Appended append(LedgerState base, List<Entry> entries) {
      throw new UnsupportedOperationException("gates write nothing");
    }

    @Override
    public Appended acknowledge(Acknowledgement given) {
      throw new UnsupportedOperationException("gates write nothing");
    }
  }
}
