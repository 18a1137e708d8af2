package dev.sluice.door.cli;

import dev.sluice.bench.BenchReport;
import dev.sluice.bench.Size;
import dev.sluice.kube.ApprovalStore;
import dev.sluice.kube.PromotionStore;
import dev.sluice.kube.RepositoryStore;
import dev.sluice.kube.RequestStore;
import dev.sluice.kube.TargetStore;
import dev.sluice.loop.DryPlan;
import dev.sluice.loop.History;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.promote.ledger.Waiting;
import dev.sluice.render.Renderer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the commands need from the rest of the house. Each is opened by the command that uses it and
 * by no other, so that {@code version} and {@code render} never look for a cluster.
 */
public final class Ports {

  private Ports() {}

  /** Opens the renderer. */
  @FunctionalInterface
  public interface Rendering {

    /** The renderer of this process. */
    Renderer open() throws Stopped;
  }

  /** Opens local directories. */
  @FunctionalInterface
  public interface Directories {

    /** The files below a directory, committed or not. */
    SourceTree open(Path root) throws Stopped;
  }

  /** Opens the daemon's resources. */
  @FunctionalInterface
  public interface TargetResources {

    /** The Target resources in the chosen cluster and namespace. */
    TargetStore open(ClusterOptions.Choice choice) throws Stopped;
  }

  /** Opens the daemon's Repository resources. */
  @FunctionalInterface
  public interface RepositoryResources {

    /** The Repository resources in the chosen cluster and namespace. */
    RepositoryStore open(ClusterOptions.Choice choice) throws Stopped;
  }

  /** Opens what people read and write of promotions. */
  @FunctionalInterface
  public interface PromotionResources {

    /** The resources in the chosen cluster and namespace. */
    PromotionDesk open(ClusterOptions.Choice choice) throws Stopped;
  }

  /** What people read and write of promotions, with their own rights. */
  public interface PromotionDesk {

    /** The user name that the API server knows this person by. */
    String whoAmI() throws Stopped;

    /** Where things run. */
    TargetStore targets() throws Stopped;

    /** What is on its way. */
    PromotionStore promotions() throws Stopped;

    /** What people said about it. */
    ApprovalStore approvals() throws Stopped;

    /** What people asked for. */
    RequestStore requests() throws Stopped;

    /** What is decided about an environment and waits for the Git host. */
    List<Waiting> waiting(String environment) throws Stopped;
  }

  /** Opens the planning half of the story. */
  @FunctionalInterface
  public interface PlanningRoom {

    /** Planning against the chosen cluster; changes nothing there. */
    Planning open(ClusterOptions.Choice choice) throws Stopped;
  }

  /** Plans without carrying out. */
  public interface Planning {

    /** What a run of the target on these files would do. */
    DryPlan.Forecast plan(Target target, Source source) throws Stopped;

    /** The commits that last changed these objects of a target, as far as history tells. */
    Map<ObjectKey, CommitInfo> authors(
        Target target, Clone clone, Revision newest, Set<ObjectKey> objects) throws Stopped;
  }

  /** Opens the Git clone around a directory. */
  @FunctionalInterface
  public interface Clones {

    /** The clone whose root this is. */
    Clone open(Path root) throws Stopped;
  }

  /** Somebody's own clone of a config repository. */
  public interface Clone extends History {

    /** The commit that a name leads to. */
    Revision resolve(String name) throws Stopped;

    /** The files of a commit. */
    Source source(Revision revision) throws Stopped;

    /** The newest commit of a branch of the config repository that this clone knows. */
    Optional<Revision> branch(String name) throws Stopped;
  }

  /** Runs the daemon. */
  @FunctionalInterface
  public interface DaemonRun {

    /**
     * Runs until it is told to end.
     *
     * @return the exit code
     */
    int run(DaemonSettings settings) throws Stopped;
  }

  /**
   * How the daemon was called.
   *
   * @param configuration files with settings, the later ones winning
   * @param untilInputCloses whether it ends when its standard input does
   */
  public record DaemonSettings(List<Path> configuration, boolean untilInputCloses) {}

  /** Runs the demo. */
  @FunctionalInterface
  public interface DemoRun {

    /**
     * Runs until it is told to end.
     *
     * @param length how long; zero is until Ctrl-C
     * @return the exit code
     */
    int run(Duration length) throws Stopped;
  }

  /** Runs the benchmark. */
  @FunctionalInterface
  public interface BenchRun {

    /** Measures each size, one after the other. */
    BenchReport run(List<Size> sizes) throws Stopped;
  }

  /** Says what this program is made of. */
  @FunctionalInterface
  public interface Versions {

    /** The versions of this program. */
    VersionCommand.Versions read();
  }
}
