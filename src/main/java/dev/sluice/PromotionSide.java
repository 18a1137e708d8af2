package dev.sluice;

import dev.sluice.config.Settings;
import dev.sluice.config.SluiceConfig;
import dev.sluice.git.GitRepositories;
import dev.sluice.git.Poller;
import dev.sluice.github.GitHub;
import dev.sluice.kube.Clusters;
import dev.sluice.kube.CustomResourceApprovalStore;
import dev.sluice.kube.CustomResourceLedgers;
import dev.sluice.kube.CustomResourcePromotionStore;
import dev.sluice.kube.CustomResourceRequestStore;
import dev.sluice.kube.InstallationStore;
import dev.sluice.kube.LedgerKeyStore;
import dev.sluice.loop.Composer;
import dev.sluice.loop.TargetQueue;
import dev.sluice.loop.Targets;
import dev.sluice.loop.Trigger;
import dev.sluice.loop.promotion.Pipelines;
import dev.sluice.loop.promotion.Promoting;
import dev.sluice.loop.promotion.Standbys;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.probe.JobProbe;
import dev.sluice.probe.LiveProbes;
import dev.sluice.probe.Pace;
import dev.sluice.probe.Probes;
import dev.sluice.probe.StatusProbe;
import dev.sluice.probe.TeamsFile;
import dev.sluice.probe.WebProbes;
import dev.sluice.promote.ledger.Ledgers;
import java.time.Clock;
import java.util.List;

/** Ledgers and the engine of promotion, put together from the daemon's settings. */
final class PromotionSide implements AutoCloseable {

  private final Targets targets;
  private final TargetQueue queue;
  private final CustomResourceLedgers inCluster;
  private final CustomResourcePromotionStore promotions;
  private final CustomResourceApprovalStore approvals;
  private final CustomResourceRequestStore requests;
  private final DaemonLedgers ledgers;
  private final NamedCommits named;
  private final GitHub github;
  private final Promoting promoting;

  /** What the daemon's other parts are. */
  record Parts(
      SluiceConfig config,
      GitRepositories repositories,
      GitSide git,
      Pipelines pipelines,
      Targets targets,
      TargetQueue queue,
      Composer composer,
      Clusters clusters,
      InstallationStore installation,
      Standbys.Look standbys,
      Telemetry telemetry) {}

  /**
   * Puts it together.
   *
   * @throws Stopped when the daemon's own cluster cannot be used
   */
  PromotionSide(Parts parts, Clock clock) throws Stopped {
    SluiceConfig config = parts.config();
    Clusters.Connected own = parts.clusters().get("");
    GitSide git = parts.git();
    this.targets = parts.targets();
    this.queue = parts.queue();
    this.inCluster = new CustomResourceLedgers(own, config.namespace(), this::ledgerMoved);
    this.promotions = new CustomResourcePromotionStore(own, config.namespace());
    this.approvals = new CustomResourceApprovalStore(own, config.namespace());
    this.requests = new CustomResourceRequestStore(own, config.namespace(), clock);
    this.ledgers =
        new DaemonLedgers(
            parts.repositories(),
            new DaemonLedgers.InCluster(Settings.withLedgersInCluster(config), inCluster),
            new LedgerKeyStore(
                own.cluster(), config.namespace(), config.ledger().trustedKeys().orElse(List.of())),
            parts.telemetry().meters(),
            clock);
    this.named = new NamedCommits(parts.repositories());
    this.github = new GitHub(parts.telemetry().github(), clock);
    this.promoting =
        new Promoting(
            parts.pipelines(),
            targets,
            new Promoting.Reading(
                git::tip,
                git::source,
                parts.composer(),
                ledgers,
                (base, revision) ->
                    parts
                        .repositories()
                        .get(revision.repository())
                        .commits()
                        .authors(base, revision),
                new TeamsFile(git::source),
                (revision, commit) ->
                    parts
                        .repositories()
                        .get(revision.repository())
                        .commits()
                        .contains(revision, commit),
                named),
            new Promoting.Stores(promotions, approvals, requests),
            probes(parts, clock),
            new Standbys(
                parts.standbys(),
                config.dr().readinessInterval(),
                parts.telemetry().standbys(clock),
                parts.telemetry().takeovers()),
            parts.telemetry().promotions(),
            this::run,
            clock);
  }

  Ledgers ledgers() {
    return ledgers;
  }

  /** What the status of a target says about its ledger. */
  List<String> remarks(Target target) {
    return ledgers.remarks(target);
  }

  /** Names who asks hosts for commits that people name. */
  void ask(Poller poller) {
    named.ask(poller::pollNow);
  }

  /** A poll ended, well or not. */
  void polled(String repository) {
    try {
      if (named.isAwaited(repository)) {
        promoting.engine().touched(repository);
      }
    } catch (Stopped stopped) {
      throw new IllegalStateException(stopped); // only what is configured is polled
    }
  }

  Promoting promoting() {
    return promoting;
  }

  @Override
  public void close() {
    promoting.close();
    github.close();
    requests.close();
    approvals.close();
    promotions.close();
    inCluster.close();
  }

  private void run(TargetId target) {
    queue.add(target, Trigger.REVISION);
  }

  private void ledgerMoved(String repository, String environment) {
    targets.all().stream()
        .map(target -> target.id())
        .filter(id -> id.repository().equals(repository))
        .filter(id -> id.environment().equals(environment))
        .forEach(this::run);
    promoting.engine().touched(repository, environment);
  }

  /** What takes time to find out for gates; tells the engine when there is more. */
  private Probes probes(Parts parts, Clock clock) throws Stopped {
    SluiceConfig config = parts.config();
    Accounts accounts = new Accounts(config);
    return new LiveProbes(
        new WebProbes(
            config.probes().allowedHosts().orElse(List.of()), Settings.prometheus(config)),
        new JobProbe(
            target -> accounts.cluster(parts.clusters(), target),
            parts.git()::source,
            parts.installation()::establish),
        parts.git()::signature,
        new StatusProbe(Settings.github(config), github, Pace.USUAL, this::touched, clock),
        this::touched,
        clock);
  }

  private void touched(TargetId target) {
    promoting.engine().touched(target);
  }
}
