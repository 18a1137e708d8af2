package dev.sluice.loop.promotion;

import dev.sluice.NamedCommits;
import dev.sluice.apply.Outcome;
import dev.sluice.git.BranchPattern;
import dev.sluice.git.GitRepositories;
import dev.sluice.git.GitRepository;
import dev.sluice.git.RepositorySettings;
import dev.sluice.git.RepositorySettings.Exemption;
import dev.sluice.github.GitHubRepository;
import dev.sluice.health.HealthRules;
import dev.sluice.health.RuleBook;
import dev.sluice.kube.ClusterSettings;
import dev.sluice.kube.Clusters;
import dev.sluice.kube.CustomResourceApprovalStore;
import dev.sluice.kube.CustomResourcePromotionStore;
import dev.sluice.kube.CustomResourceRequestStore;
import dev.sluice.kube.Requests;
import dev.sluice.live.Reduction;
import dev.sluice.loop.Composer;
import dev.sluice.loop.GitDeclarations;
import dev.sluice.loop.Targets;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.plan.Plan;
import dev.sluice.probe.TeamsFile;
import dev.sluice.promote.Allowed;
import dev.sluice.promote.LedgerTips;
import dev.sluice.promote.RevisionSource;
import dev.sluice.promote.dr.readiness.StandbyEvidence;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerBranches;
import dev.sluice.promote.ledger.LedgerKeys;
import dev.sluice.promote.ledger.SignedLedger;
import dev.sluice.report.Meters;
import dev.sluice.report.PromotionMeters;
import dev.sluice.report.Report;
import dev.sluice.report.StandbyMeters;
import dev.sluice.report.TakeoverMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One life of the engine: its resources on a real API server, its ledgers on a real Git host. Only
 * the clusters that releases run in are played: what is applied is healthy, unless its text says
 * that it is broken.
 */
final class EngineRig implements AutoCloseable {

  private final Clusters clusters;
  private final GitRepositories repositories;
  private final GitRepository repository;
  private final NamedCommits named;
  private final CustomResourcePromotionStore promotions;
  private final CustomResourceApprovalStore approvals;
  private final CustomResourceRequestStore requests;
  private final Promoting promoting;
  private final RevisionSource revisions;
  private final Composer composer = new Composer(new TextRenderer());
  private final Targets targets = new Targets();
  private final GitDeclarations declarations;
  private final ExecutorService runs = Executors.newSingleThreadExecutor();
  private final Map<String, Ledger> ledgers = new HashMap<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private volatile boolean ended;

  /** What a life needs. */
  record Place(Path kubeconfig, String state, String url, Path data, LedgerKeys keys) {}

  EngineRig(Place place) throws Stopped {
    this(place, Map.of(), InstantSource.system());
  }

  /** A life that finds its repository at GitHub, too. */
  EngineRig(Place place, Map<String, GitHubRepository> gitHub) throws Stopped {
    this(place, gitHub, InstantSource.system());
  }

  /** A life with a clock of its own for what is decided. */
  EngineRig(Place place, InstantSource clock) throws Stopped {
    this(place, Map.of(), clock);
  }

  private EngineRig(Place place, Map<String, GitHubRepository> gitHub, InstantSource clock)
      throws Stopped {
    clusters =
        new Clusters(
            List.of(
                new ClusterSettings(
                    "", new ClusterSettings.Access.Kubeconfig(place.kubeconfig(), ""))),
            new Reduction(new HealthRules(RuleBook.EMPTY, group -> RuleBook.EMPTY))::of,
            new Requests(),
            InstantSource.system());
    Clusters.Connected own = clusters.get("");
    repositories =
        GitRepositories.open(
            List.of(
                RepositorySettings.of("config", place.url())
                    .with(Set.of(Exemption.ALLOW_PLAIN_HTTP))
                    .withHotfixes(Set.of(BranchPattern.of("hotfix/*")))),
            place.data());
    repository = repositories.get("config");
    named = new NamedCommits(repositories);
    named.ask(name -> runs.execute(this::asked));
    promotions = new CustomResourcePromotionStore(own, place.state());
    approvals = new CustomResourceApprovalStore(own, place.state());
    requests = new CustomResourceRequestStore(own, place.state(), Clock.systemUTC());
    Pipelines pipelines = new Pipelines();
    declarations =
        new GitDeclarations(
            (name, branch) -> repository.tip(branch),
            repository::source,
            Map.of(),
            pipelines::declare);
    revisions =
        new LedgerTips(
            (name, environment) -> ledger(environment, place.keys()),
            new GitPolicies(
                repository::source,
                declarations::settings,
                (branch, revision) -> repository.contains(branch, revision)),
            clock);
    promoting =
        new Promoting(
            pipelines,
            targets,
            new Promoting.Reading(
                (name, branch) -> repository.tip(branch),
                repository::source,
                composer,
                (name, environment) -> ledger(environment, place.keys()),
                (base, revision) -> Set.of(),
                new TeamsFile(repository::source),
                (revision, commit) -> repository.commits().contains(revision, commit),
                named),
            new Promoting.Stores(promotions, approvals, requests),
            LifeProbes.of(own.cluster(), repository, gitHub, this::touched),
            new Standbys(
                target ->
                    new StandbyEvidence(
                        "", List.of(), List.of(), Map.of(), Map.of(), Map.of(), List.of()),
                Duration.ofHours(1),
                new StandbyMeters(new Meters(meters), clock),
                List.of(new TakeoverMeters(new Meters(meters)))),
            new PromotionMeters(new Meters(meters)),
            id -> runs.execute(() -> run(id)),
            clock);
  }

  /** Polls, declares, and begins to decide. */
  void start() throws Stopped {
    repository.follow(
        Set.of(LedgerBranches.of("dev"), LedgerBranches.of("prod"), LedgerBranches.of("dr")));
    repository.poll();
    targets.replace("config", declarations.read("config", targets.all()).targets());
    targets.all().forEach(target -> runs.execute(() -> run(target.id())));
    promoting.start();
    promoting.engine().touched();
  }

  /** What the branch leads to has moved. */
  void poll() throws Stopped {
    repository.poll();
    targets.replace("config", declarations.read("config", targets.all()).targets());
    promoting.engine().touched("config");
  }

  /** What the daemon's poller does when somebody names a commit. */
  private void asked() {
    if (!ended) {
      try {
        poll();
      } catch (Stopped stopped) {
        promoting.engine().touched("config");
      }
    }
  }

  /** What people ask for. */
  CustomResourceRequestStore requests() {
    return requests;
  }

  /** Why a target does not do as it should, apart from what runs. */
  Optional<Failure> broken(TargetId target) {
    return promoting.broken(target);
  }

  Ledger ledger(String environment) throws Stopped {
    return ledgers.get(environment);
  }

  @Override
  public void close() throws Exception {
    ended = true;
    promoting.close();
    runs.shutdownNow();
    requests.close();
    approvals.close();
    promotions.close();
    clusters.close();
    repositories.close();
  }

  private synchronized Ledger ledger(String environment, LedgerKeys keys) {
    return ledgers.computeIfAbsent(
        environment,
        name -> new SignedLedger(name, repository.ledger(LedgerBranches.of(name)), keys));
  }

  private void touched(TargetId id) {
    promoting.engine().touched(id);
  }

  /** What the reconcile loop would do: apply what is allowed, and tell how it went. */
  private void run(TargetId id) {
    if (ended) {
      return;
    }
    Target target = targets.find(id).orElseThrow();
    try {
      Allowed allowed = revisions.next(target);
      var composition =
          composer.compose(target, repository.released(allowed.revision()), allowed.role());
      boolean broken =
          TextRenderer.text(repository.source(allowed.revision()), target.overlay())
              .contains("broken");
      promoting
          .engine()
          .ran(
              new Report(
                  target,
                  allowed.revision(),
                  CommitInfo.ofUnknown(allowed.revision()),
                  composition.digest(),
                  1,
                  new Plan(List.of(), List.of()),
                  new Outcome(
                      List.of(),
                      Optional.empty(),
                      broken
                          ? List.of(Failure.of(Reason.HOOK_FAILED, "the migration failed", ""))
                          : List.of(),
                      Optional.empty()),
                  Health.HEALTHY,
                  Optional.empty(),
                  List.of(),
                  List.of(),
                  composition.roles().isEmpty()
                      ? Optional.empty()
                      : allowed.role().or(composition::own),
                  Duration.ZERO));
    } catch (Stopped stopped) {
      promoting.engine().stopped(target, stopped.failure());
    }
  }

  /** A revision of the config repository. */
  static Revision revision(String commit) {
    return new Revision("config", commit);
  }
}
