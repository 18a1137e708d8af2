package dev.sluice.promote.machine;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What one tick costs in which everything is decided on: 500 applications in four environments,
 * each with twenty releases behind it and one that waits for its gates.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class DecisionBenchmark {

  private static final int APPLICATIONS = 500;

  private World world;
  private Daemon daemon;
  private long cpu;
  private int ticks;

  /** One application's past; the others' are alike. */
  @Setup
  public void live() {
    world =
        new World(
            Stage.first("dev", Stage.CONFIG, Stage.approval(1)),
            Stage.after("dev", "staging", Stage.CONFIG, Stage.approval(1)),
            Stage.after("staging", "prod", Stage.CONFIG, Stage.approval(1)),
            Stage.mirror("prod", "dr", Stage.CONFIG, Stage.approval(1)));
    daemon = new Daemon(world);
    for (int commit = 0; commit < 20; commit++) {
      for (Stage stage : world.stages()) {
        world.approve(stage.name(), "ada", "c" + commit);
      }
      world.commit("c" + commit);
      daemon.settle();
    }
    world.commit("next");
    daemon.settle(Duration.ofMinutes(5));
  }

  /** On a busy machine the time of the processor says more than that of the clock. */
  @Setup(Level.Iteration)
  public void begin() {
    ticks = 0;
    cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Tells what one tick took of the processor. */
  @TearDown(Level.Iteration)
  public void end() {
    long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
    System.out.printf("CPU %.1f ms/tick, ", used / 1e6 / ticks);
  }

  /** Every target is decided on, its gates asked included. */
  @Benchmark
  public boolean tick() {
    ticks++;
    boolean busy = false;
    for (int application = 0; application < APPLICATIONS; application++) {
      for (Stage stage : world.stages()) {
        busy |= daemon.decide(stage);
      }
    }
    return busy;
  }
}
