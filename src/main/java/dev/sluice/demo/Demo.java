package dev.sluice.demo;

import dev.sluice.controlplane.Extent;
import dev.sluice.controlplane.Progress;
import dev.sluice.kube.Cluster;
import dev.sluice.kube.PromotionStore;
import dev.sluice.kube.TargetStore;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.render.Renderer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * The main job on this machine: a real control plane, a Git host with the worked example, and a
 * daemon of this very program. A person pushes and edits; the demo tells what the daemon does.
 */
public final class Demo {

  private static final List<String> ENVIRONMENTS = List.of("dev", "staging", "prod", "dr");
  private static final List<String> BRANCHES = List.of("main", "develop");
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int TAIL_LINES = 20;

  private final Path home;
  private final SourceTree checkout;
  private final Renderer renderer;
  private final Access access;
  private final PrintStream out;
  private final Clock clock;

  /** Connects to the demo's control plane as its administrator. */
  public interface Access {

    /** For installing Sluice, and for the Secrets. */
    Cluster cluster(Path kubeconfig) throws Stopped;

    /** For telling what the daemon does. */
    TargetStore targets(Path kubeconfig) throws Stopped;

    /** For telling what is on its way. */
    PromotionStore promotions(Path kubeconfig) throws Stopped;
  }

  /**
   * A demo of the worked example.
   *
   * @param home the checkout: {@code overlays/}, {@code environments/} and {@code deploy/}
   * @param checkout the same as a tree
   */
  public Demo(
      Path home,
      SourceTree checkout,
      Renderer renderer,
      Access access,
      PrintStream out,
      Clock clock) {
    this.home = home;
    this.checkout = checkout;
    this.renderer = renderer;
    this.access = access;
    this.out = out;
    this.clock = clock;
  }

  /**
   * Runs until this program is ended.
   *
   * @param length how long; forever when {@link Duration#ZERO}
   */
  public void run(Duration length) throws Stopped, IOException, InterruptedException {
    try (Playground playground = Playground.start(Extent.NODES, Progress.on(out))) {
      Path admin = playground.plane().kubeconfig();
      Cluster cluster = access.cluster(admin);
      new Installation(cluster, renderer).install(checkout);
      new Surroundings(cluster).create(ENVIRONMENTS);
      ConfigRepository.seed(
          playground.git().create(Playground.REPOSITORY),
          home,
          BRANCHES,
          playground::adapt,
          clock.instant());
      Path log = playground.folder().resolve("daemon.log");
      try (DaemonProcess daemon = DaemonProcess.start(playground.writeSettings("2s"), log)) {
        out.println("The daemon runs; its log is " + log);
        narrate(playground, daemon, log, length);
      }
    }
  }

  private void narrate(Playground playground, DaemonProcess daemon, Path log, Duration length)
      throws Stopped, InterruptedException, IOException {
    TargetStore targets = access.targets(playground.plane().kubeconfig());
    PromotionStore promotions = access.promotions(playground.plane().kubeconfig());
    Narrator narrator = new Narrator(out, clock);
    java.time.Instant end = clock.instant().plus(length);
    CustomKinds kinds = new CustomKinds(playground.plane());
    long expected = ConfigRepository.overlays(home);
    boolean guided = false;
    while (length.isZero() || clock.instant().isBefore(end)) {
      if (!daemon.isRunning()) {
        tail(log);
        throw new IOException("the daemon has ended; the last lines of its log are above");
      }
      List<TargetStore.Stored> stored = targets.list();
      kinds.look(stored);
      boolean settled = narrator.tell(stored);
      boolean quiet = narrator.tellPromotions(promotions.list());
      if (settled && quiet && stored.size() >= expected && !guided) {
        guided = true;
        new Guide(out, home).print(playground);
      }
      Thread.sleep(LOOK);
    }
  }

  /** The log goes with the playground's folder, so what matters of it is shown. */
  private void tail(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()).forEach(out::println);
  }
}
