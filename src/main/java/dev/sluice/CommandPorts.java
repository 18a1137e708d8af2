package dev.sluice;

import dev.sluice.apply.Applier;
import dev.sluice.apply.HookRunner;
import dev.sluice.bench.Bench;
import dev.sluice.bench.BenchReport;
import dev.sluice.bench.Size;
import dev.sluice.controlplane.Progress;
import dev.sluice.demo.Demo;
import dev.sluice.door.cli.ClusterOptions;
import dev.sluice.door.cli.Ports;
import dev.sluice.door.cli.Services;
import dev.sluice.door.cli.VersionCommand;
import dev.sluice.git.GitLimits;
import dev.sluice.git.LocalClone;
import dev.sluice.git.WorkingDirectory;
import dev.sluice.health.HealthRules;
import dev.sluice.health.RuleBook;
import dev.sluice.kube.Cluster;
import dev.sluice.kube.ClusterSettings;
import dev.sluice.kube.Clusters;
import dev.sluice.kube.CustomResourceInventoryStore;
import dev.sluice.kube.CustomResourcePromotionStore;
import dev.sluice.kube.CustomResourceRepositoryStore;
import dev.sluice.kube.CustomResourceTargetStore;
import dev.sluice.kube.InstallationStore;
import dev.sluice.kube.InventoryStore;
import dev.sluice.kube.PromotionStore;
import dev.sluice.kube.RepositoryStore;
import dev.sluice.kube.RequestListener;
import dev.sluice.kube.TargetStore;
import dev.sluice.live.FirstClaims;
import dev.sluice.live.LiveState;
import dev.sluice.live.Reduction;
import dev.sluice.loop.Authors;
import dev.sluice.loop.ClusterStages;
import dev.sluice.loop.Composer;
import dev.sluice.loop.DryPlan;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.Installation;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.render.KustomizeEngine;
import dev.sluice.render.RenderLimits;
import dev.sluice.render.Renderers;
import dev.sluice.rules.BundledRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** What the commands of the command line are given; opened by the command that needs it. */
final class CommandPorts implements AutoCloseable {

  private static final int PARALLELISM = 16;

  private final Clock clock;
  private final Deque<Closing> open = new ArrayDeque<>();

  CommandPorts(Clock clock) {
    this.clock = clock;
  }

  Services services() {
    return new Services(
        this::renderer,
        root -> WorkingDirectory.of(root, GitLimits.DEFAULT),
        this::localClone,
        this::targets,
        this::repositories,
        this::promotionDesk,
        this::planning,
        DaemonLauncher::run,
        this::demo,
        this::bench,
        this::versions,
        clock,
        Thread::sleep);
  }

  @Override
  public void close() {
    open.forEach(Closing::close);
  }

  private KustomizeEngine renderer() throws Stopped {
    KustomizeEngine renderer = Renderers.open(1, RenderLimits.DEFAULT, clock);
    open.push(renderer::close);
    return renderer;
  }

  private Clusters.Connected cluster(ClusterOptions.Choice choice) throws Stopped {
    Clusters clusters =
        new Clusters(
            List.of(new ClusterSettings("", ClusterChoice.access(choice))),
            new Reduction(new HealthRules(RuleBook.EMPTY, new BundledRules()))::of,
            RequestListener.NONE,
            clock);
    open.push(clusters::close);
    return clusters.get("");
  }

  private TargetStore targets(ClusterOptions.Choice choice) throws Stopped {
    CustomResourceTargetStore store =
        new CustomResourceTargetStore(cluster(choice), ClusterChoice.namespace(choice), clock);
    open.push(store::close);
    return store;
  }

  private RepositoryStore repositories(ClusterOptions.Choice choice) throws Stopped {
    return new CustomResourceRepositoryStore(cluster(choice), ClusterChoice.namespace(choice));
  }

  private Ports.PromotionDesk promotionDesk(ClusterOptions.Choice choice) throws Stopped {
    return new PromotionDeskHere(cluster(choice), ClusterChoice.namespace(choice), clock);
  }

  private Ports.Planning planning(ClusterOptions.Choice choice) throws Stopped {
    Clusters.Connected cluster = cluster(choice);
    InventoryStore inventories =
        new CustomResourceInventoryStore(cluster, ClusterChoice.namespace(choice));
    Installation self =
        new InstallationStore(cluster.cluster(), ClusterChoice.namespace(choice)).look();
    ClusterStages stages =
        new ClusterStages(
            new LiveState(
                cluster.cluster(),
                cluster.observations(),
                inventories,
                new FirstClaims(),
                self,
                PARALLELISM),
            new Applier(cluster.cluster(), cluster.observations(), inventories, PARALLELISM),
            new HookRunner(cluster.cluster(), cluster.observations(), inventories, self),
            cluster.observations());
    Composer composer = new Composer(renderer());
    return new PlanningHere(composer, new DryPlan(composer, name -> stages));
  }

  private Ports.Clone localClone(Path root) throws Stopped {
    LocalClone local = LocalClone.open(root, GitLimits.DEFAULT);
    open.push(local::close);
    return new OpenClone(local);
  }

  private int demo(Duration length) throws Stopped {
    Path home = Path.of(System.getProperty("dev.sluice.home", "."));
    try {
      new Demo(
              home,
              WorkingDirectory.of(home, GitLimits.DEFAULT),
              renderer(),
              new DemoAccess(),
              System.out,
              clock)
          .run(length);
      return Reason.Exit.OK.code();
    } catch (IOException e) {
      throw new Stopped(Failure.of(Reason.INTERNAL, "the demo ended: " + e.getMessage(), ""), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reason.Exit.OK.code();
    }
  }

  private BenchReport bench(List<Size> sizes) throws Stopped {
    Path home = Path.of(System.getProperty("dev.sluice.home", "."));
    try {
      return new Bench(
              root -> WorkingDirectory.of(root, GitLimits.DEFAULT),
              home,
              renderer(),
              Progress.on(System.err),
              clock)
          .run(sizes);
    } catch (IOException e) {
      throw new Stopped(
          Failure.of(Reason.INTERNAL, "the measurement ended: " + e.getMessage(), ""), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped(Failure.of(Reason.INTERNAL, "the measurement was interrupted", ""), e);
    }
  }

  private VersionCommand.Versions versions() {
    Properties build = new Properties();
    try (InputStream file = CommandPorts.class.getResourceAsStream("/sluice-build.properties")) {
      if (file != null) {
        build.load(file);
      }
    } catch (IOException e) {
      build.setProperty("version", "unreadable: " + e.getMessage());
    }
    String kustomize;
    try {
      kustomize = renderer().commandVersion();
    } catch (Stopped stopped) {
      kustomize = "";
    }
    return new VersionCommand.Versions(
        build.getProperty("version", "unknown"),
        build.getProperty("commit", ""),
        kustomize,
        System.getProperty("java.version") + " " + System.getProperty("java.vendor"));
  }

  /** Plans with these stages. */
  private record PlanningHere(Composer composer, DryPlan plans) implements Ports.Planning {

    @Override
    public DryPlan.Forecast plan(Target target, Source source) throws Stopped {
      return plans.plan(target, source);
    }

    @Override
    public Map<ObjectKey, CommitInfo> authors(
        Target target, Ports.Clone clone, Revision newest, Set<ObjectKey> objects) throws Stopped {
      return new Authors(composer, clone, clone::source).of(target, newest, objects);
    }
  }

  /** A clone that is open until the command ends. */
  private record OpenClone(LocalClone local) implements Ports.Clone {

    @Override
    public Revision resolve(String name) throws Stopped {
      return local.resolve(name);
    }

    @Override
    public Source source(Revision revision) throws Stopped {
      return local.source(revision);
    }

    @Override
    public Optional<Revision> branch(String name) throws Stopped {
      return local.branch(name);
    }

    @Override
    public List<Revision> parents(Revision revision) throws Stopped {
      return local.parents(revision);
    }

    @Override
    public CommitInfo describe(Revision revision) throws Stopped {
      return local.describe(revision);
    }
  }

  @FunctionalInterface
  private interface Closing {
    void close();
  }

  /** Connects to the demo's control plane. */
  private final class DemoAccess implements Demo.Access {

    @Override
    public Cluster cluster(Path kubeconfig) throws Stopped {
      return CommandPorts.this.cluster(choice(kubeconfig)).cluster();
    }

    @Override
    public TargetStore targets(Path kubeconfig) throws Stopped {
      return CommandPorts.this.targets(choice(kubeconfig));
    }

    @Override
    public PromotionStore promotions(Path kubeconfig) throws Stopped {
      return new CustomResourcePromotionStore(
          CommandPorts.this.cluster(choice(kubeconfig)), "sluice");
    }

    private static ClusterOptions.Choice choice(Path kubeconfig) {
      return new ClusterOptions.Choice(
          Optional.empty(), Optional.of(kubeconfig), Optional.empty(), Optional.empty());
    }
  }
}
