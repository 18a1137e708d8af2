package dev.sluice.door.cli;

import dev.sluice.kube.RepositoryStore;
import dev.sluice.kube.TargetStatus;
import dev.sluice.kube.TargetStore;
import dev.sluice.loop.DryPlan;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.plan.Hook;
import dev.sluice.plan.Plan;
import dev.sluice.render.Desired;
import dev.sluice.render.Renderer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs commands in memory. What a test does not give is not there, and says so when it is opened.
 */
final class Console {

  private static final Failure NOT_GIVEN =
      Failure.of(Reason.CLUSTER_UNREACHABLE, "the test gives none", "");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final int width;
  private final boolean colour;
  private final List<TargetStore.Stored> stored = new ArrayList<>();
  private final List<TargetId> requested = new ArrayList<>();
  private final List<RepositoryStore.Stored> repositories = new ArrayList<>();
  private final MemoryDesk desk = new MemoryDesk();
  private SourceTree tree = null;
  private Ports.Clone clone = null;

  /** Digest of what planned files make of a target. */
  static final String FILES = "files";

  private final List<Hook> hooks = new ArrayList<>();
  private Ports.PlanningRoom planning =
      choice -> {
        throw new Stopped(NOT_GIVEN);
      };
  private Runnable afterPause = () -> {};
  private Ports.Versions versions = () -> new VersionCommand.Versions("1.2.3", "", "v5", "25");
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");

  private Console(int width, boolean colour) {
    this.width = width;
    this.colour = colour;
  }

  static Console pipe() {
    return new Console(0, false);
  }

  static Console terminal(int width) {
    return new Console(width, true);
  }

  Console at(Instant given) {
    now = given;
    return this;
  }

  Console files(SourceTree files) {
    tree = files;
    return this;
  }

  Console clone(Ports.Clone given) {
    clone = given;
    return this;
  }

  Console target(Target target, TargetStatus status, String lastChange) {
    stored.removeIf(one -> one.target().id().equals(target.id()));
    stored.add(new TargetStore.Stored(target, status, lastChange));
    return this;
  }

  Console repository(String name, Failure... failures) {
    repositories.add(new RepositoryStore.Stored(name, List.of(failures)));
    return this;
  }

  Console planning(Planner planner) {
    return planning(planner, Map.of());
  }

  Console planning(Planner planner, Map<ObjectKey, CommitInfo> authors) {
    planning = choice -> new Planned(planner, authors, hooks);
    return this;
  }

  /** Hooks of every plan that comes. */
  Console hooks(Hook... some) {
    hooks.addAll(List.of(some));
    return this;
  }

  /** Answers with a plan. */
  @FunctionalInterface
  interface Planner {
    Plan plan(Target target, Source source) throws Stopped;
  }

  private record Planned(Planner planner, Map<ObjectKey, CommitInfo> authors, List<Hook> hooks)
      implements Ports.Planning {

    @Override
    public DryPlan.Forecast plan(Target target, Source source) throws Stopped {
      return new DryPlan.Forecast(planner.plan(target, source), hooks, FILES);
    }

    @Override
    public Map<ObjectKey, CommitInfo> authors(
        Target target, Ports.Clone clone, Revision newest, Set<ObjectKey> objects) {
      Map<ObjectKey, CommitInfo> asked = new HashMap<>(authors);
      asked.keySet().retainAll(objects);
      return asked;
    }
  }

  /** What people read and write of promotions. */
  MemoryDesk desk() {
    return desk;
  }

  Console versions(Ports.Versions read) {
    versions = read;
    return this;
  }

  Console afterPause(Runnable action) {
    afterPause = action;
    return this;
  }

  int run(String... arguments) {
    Terminal terminal =
        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), colour, width);
    Services services =
        new Services(
            () -> new EchoRenderer(),
            root -> tree,
            root -> clone,
            choice -> new MemoryTargets(),
            choice -> new MemoryRepositories(),
            choice -> desk.over(new MemoryTargets()),
            choice -> planning.open(choice),
            settings -> {
              throw new IllegalStateException("a daemon in a test");
            },
            length -> {
              throw new IllegalStateException("a demo in a test");
            },
            sizes -> {
              throw new IllegalStateException("a benchmark in a test");
            },
            versions,
            new MovingClock(),
            this::pause);
    return new SluiceCommandLine(new CommandFactory(services, terminal), terminal)
        .execute(arguments);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  List<TargetId> requested() {
    return requested;
  }

  private void pause(Duration time) {
    now = now.plus(time);
    afterPause.run();
  }

  /** Prints what it was asked for. */
  private static final class EchoRenderer implements Renderer {

    @Override
    public Desired render(Source source, String overlay) {
      throw new IllegalStateException("only YAML is asked for");
    }

    @Override
    public String yaml(Source source, String overlay) {
      return "overlay: " + overlay + "\n";
    }
  }

  private final class MemoryRepositories implements RepositoryStore {

    @Override
    public List<Stored> list() {
      return List.copyOf(repositories);
    }

    @Override
    public void publish(String repository, List<Failure> failures) {
      throw new UnsupportedOperationException("only the daemon publishes");
    }
  }

  private final class MemoryTargets implements TargetStore {

    @Override
    public List<Stored> list() {
      return List.copyOf(stored);
    }

    @Override
    public void publish(Target target, TargetStatus status) {
      throw new IllegalStateException("a command never publishes");
    }

    @Override
    public void publishAnew(Target target, TargetStatus status) {
      throw new IllegalStateException("a command never publishes");
    }

    @Override
    public void requestSync(TargetId target, String token) {
      requested.add(target);
    }

    @Override
    public void watch(Listener listener) {
      throw new IllegalStateException("a command never listens");
    }
  }

  private final class MovingClock extends Clock {

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
