package dev.sluice.loop.promotion;

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
import dev.sluice.probe.Probes;
import dev.sluice.probe.TeamsFile;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** A candidate for prod, and all that its gates may look at. */
final class GateDeskRig {

  static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
  private static final TargetId PROD = new TargetId("config", "shop", "prod");

  final Targets targets = new Targets();
  final MemoryTree files = new MemoryTree();
  final List<Entry> staging = new ArrayList<>();
  Optional<String> image = Optional.of("shop/web:1.4.2");
  Probes probes = Probes.NONE;
  State state = State.GATING;
  Optional<Instant> recheckAt = Optional.empty();
  private final Pipelines pipelines = new Pipelines();

  GateDeskRig() {
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

  GateResult ask(Gate gate, String... approvers) {
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
