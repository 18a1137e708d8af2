package dev.sluice;

import dev.sluice.config.Settings;
import dev.sluice.config.SluiceConfig;
import dev.sluice.door.web.Readiness;
import dev.sluice.git.GitRepositories;
import dev.sluice.git.Poller;
import dev.sluice.health.HealthRules;
import dev.sluice.health.RuleBook;
import dev.sluice.kube.Clusters;
import dev.sluice.kube.CustomResourceInventoryStore;
import dev.sluice.kube.CustomResourceRepositoryStore;
import dev.sluice.kube.CustomResourceTargetStore;
import dev.sluice.kube.InstallationStore;
import dev.sluice.kube.InventoryStore;
import dev.sluice.kube.TargetStatus;
import dev.sluice.live.Reduction;
import dev.sluice.live.TargetRules;
import dev.sluice.loop.Aims;
import dev.sluice.loop.BackOff;
import dev.sluice.loop.Composer;
import dev.sluice.loop.Daemon;
import dev.sluice.loop.Dependencies;
import dev.sluice.loop.HealBudget;
import dev.sluice.loop.LastChanges;
import dev.sluice.loop.LastGood;
import dev.sluice.loop.Pools;
import dev.sluice.loop.ReconcileLoop;
import dev.sluice.loop.Reconciler;
import dev.sluice.loop.Rehearsal;
import dev.sluice.loop.Settled;
import dev.sluice.loop.SyncDeadlines;
import dev.sluice.loop.TargetQueue;
import dev.sluice.loop.Targets;
import dev.sluice.loop.Trigger;
import dev.sluice.loop.Wants;
import dev.sluice.loop.promotion.Pipelines;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.probe.StandbyProbe;
import dev.sluice.promote.BranchTips;
import dev.sluice.promote.LedgerTips;
import dev.sluice.promote.Revisions;
import dev.sluice.promote.dr.readiness.StandbyEvidence;
import dev.sluice.render.KustomizeEngine;
import dev.sluice.render.Renderers;
import dev.sluice.report.Reporter;
import dev.sluice.report.RepositoryReporter;
import dev.sluice.report.TargetReporter;
import dev.sluice.rules.BundledRules;
import dev.sluice.rules.RuleDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** The daemon, put together from its stages; nothing runs before {@link #start}. */
final class Assembly implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Assembly.class);
  private static final Duration DRAIN = Duration.ofSeconds(25);

  private final SluiceConfig config;
  private final Clock clock;
  private final GitRepositories repositories;
  private final KustomizeEngine renderer;
  private final Reduction reduction;
  private final Clusters clusters;
  private final InventoryStore inventories;
  private final CustomResourceTargetStore targetStore;
  private final Targets targets = new Targets();
  private final LastGood lastGood = new LastGood();
  private final LastChanges lastChanges;
  private final Settled settled;
  private final InstallationStore installation;
  private final TargetQueue queue;
  private final HealBudget healing;
  private final TargetReporter reporter;
  private final Reporter toldOf;
  private final Telemetry telemetry;
  private final Daemon daemon;
  private final Poller poller;
  private final Startup startup;
  private final Pipelines pipelines = new Pipelines();
  private final GitSide git;
  private final Revisions revisions;
  private final Composer composer;
  private final PromotionSide promotion;
  private final Aims aims;
  private final Stages stages;
  private final Wants wants;
  private final Rehearsal rehearsal;

  /**
   * Puts the daemon together.
   *
   * @throws Stopped when the settings do not allow to
   */
  Assembly(SluiceConfig config, Readiness readiness, MeterRegistry registry, Clock clock)
      throws Stopped {
    this.config = config;
    this.telemetry = new Telemetry(registry);
    this.clock = clock;
    this.repositories = GitRepositories.open(Settings.repositories(config), config.dataDirectory());
    this.renderer =
        Renderers.open(config.render().workers(), Settings.render(config.render()), clock);
    this.reduction = new Reduction(new HealthRules(ownRules(config), new BundledRules()));
    this.queue = new TargetQueue(config.workers(), pools(config, targets));
    this.clusters =
        new Clusters(
            Settings.clusters(config),
            reduction::of,
            telemetry.requests(),
            new ClusterReach(targets, queue, readiness),
            clock);
    Clusters.Connected own = clusters.get("");
    this.inventories = new CustomResourceInventoryStore(own, config.namespace());
    this.installation = new InstallationStore(own.cluster(), config.namespace());
    this.targetStore = new CustomResourceTargetStore(own, config.namespace(), clock);
    this.healing = new HealBudget(clock);
    this.reporter = new TargetReporter(targetStore, this::remarks, this::standby);
    this.toldOf = telemetry.reporter(reporter, own, targetStore, config.namespace(), clock);
    this.git = new GitSide(config, repositories, pipelines);
    this.composer = new Composer(renderer);
    this.promotion =
        new PromotionSide(
            new PromotionSide.Parts(
                config,
                repositories,
                git,
                pipelines,
                targets,
                queue,
                composer,
                clusters,
                installation,
                this::rehearse,
                telemetry),
            clock);
    this.revisions =
        new Revisions(
            new BranchTips(git::tip), new LedgerTips(promotion.ledgers(), git.policies(), clock));
    this.settled = new Settled(revisions, git::source, lastGood);
    this.lastChanges = new LastChanges(git, git::source);
    this.aims = new Aims(revisions, git::released, composer, lastGood, promotion.promoting());
    this.stages = new Stages(config, clusters, installation, inventories, targets, queue);
    this.wants = new Wants(targets, aims);
    this.rehearsal =
        new Rehearsal(
            aims,
            stages,
            wants,
            new StandbyProbe(target -> new Accounts(config).cluster(clusters, target)));
    this.daemon =
        new Daemon(
            git.declarations(),
            targets,
            queue,
            new RepositoryReporter(new CustomResourceRepositoryStore(own, config.namespace())),
            settled);
    this.poller =
        new Poller(
            repositories,
            new PollEvents(daemon, promotion, telemetry.meters()),
            RandomGenerator.getDefault());
    promotion.ask(poller);
    this.startup =
        new Startup(
            daemon,
            targetStore,
            reporter,
            lastGood,
            lastChanges,
            repositories,
            poller,
            promotion.promoting(),
            readiness);
  }

  /** Starts to work; returns at once. */
  void start() {
    telemetry.show(renderer, queue);
    daemon.whenGone(id -> {
      telemetry.forget(id);
      promotion.promoting().engine().gone(id);
    });
    daemon.whenDeclared(promotion.promoting().engine()::touched);
    Dependencies dependencies =
        new Dependencies(targets, aims, id -> queue.add(id, Trigger.DEPENDENCY));
    queue.serve(
        new ReconcileLoop(
            targets,
            reconciler(dependencies),
            toldOf,
            dependencies,
            promotion.promoting().engine(),
            healing,
            new BackOff(RandomGenerator.getDefault()),
            queue::addAfter,
            config.resyncInterval(),
            clock));
    startup.begin();
  }

  /** Lets what runs end, then lets go of everything. */
  @Override
  public void close() {
    startup.close();
    poller.close();
    promotion.close();
    queue.drain(DRAIN);
    telemetry.close();
    targetStore.close();
    clusters.close();
    renderer.close();
    try {
      repositories.close();
    } catch (IOException e) {
      LOG.warnf("The Git caches were not closed: %s", e.getMessage());
    }
  }

  private List<String> remarks(Target target) {
    return promotion.remarks(target);
  }

  private Optional<TargetStatus.Standby> standby(Target target) {
    return promotion.promoting().standby(target.id());
  }

  private StandbyEvidence rehearse(Target target) throws Stopped {
    return rehearsal.of(target);
  }

  private Reconciler reconciler(Dependencies dependencies) {
    return new Reconciler(
        aims,
        stages,
        healing,
        lastGood,
        wants,
        lastChanges,
        dependencies,
        new SyncDeadlines(clock),
        new TargetRules(reduction),
        telemetry.stages(),
        settled);
  }

  // Where there are several clusters, one that never answers may hold half of the workers at most.
  private static Pools pools(SluiceConfig config, Targets targets) {
    int most = config.clusters().isEmpty() ? config.workers() : config.workers() / 2;
    return new Pools(target -> targets.find(target).map(Target::cluster).orElse(""), most);
  }

  private static RuleBook ownRules(SluiceConfig config) throws Stopped {
    Optional<Path> directory = config.healthRules();
    return directory.isPresent() ? RuleDirectory.read(directory.get()) : RuleBook.EMPTY;
  }
}
