package dev.sluice.loop;

import dev.sluice.model.TargetId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A work queue keyed by target: a target runs once at a time, triggers that arrive meanwhile are
 * gathered into its next run, and targets take turns. Urgent work has its own line, and a share of
 * the workers that routine work never takes.
 */
public final class TargetQueue implements AutoCloseable {

  private final int workers;
  private final int routineWorkers;
  private final Map<TargetId, Slot> slots = new HashMap<>();
  private final Pools pools;
  private final Deque<TargetId> urgent = new ArrayDeque<>();
  private final Deque<TargetId> routine = new ArrayDeque<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService timer;
  private @Nullable Runner runner;
  private int running;
  private int runningRoutine;
  private boolean closed;

  /**
   * A queue that gathers work until it is served.
   *
   * @param workers the most targets that run at a time; a quarter of them is kept for urgent work
   */
  public TargetQueue(int workers) {
    this(workers, new Pools(target -> "", workers));
  }

  /**
   * A queue that gathers work until it is served.
   *
   * @param workers the most targets that run at a time; a quarter of them is kept for urgent work
   * @param pools how many of the workers the targets of one cluster may hold
   */
  public TargetQueue(int workers, Pools pools) {
    this.workers = workers;
    this.pools = pools;
    this.routineWorkers = Math.max(1, workers - workers / 4);
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("target-timer").factory());
  }

  /** Starts to run what is asked for. */
  public synchronized void serve(Runner newRunner) {
    runner = newRunner;
    dispatch();
  }

  /** Asks for a run as soon as there is a worker. */
  public synchronized void add(TargetId target, Trigger trigger) {
    if (closed) {
      return;
    }
    Slot slot = slots.computeIfAbsent(target, id -> new Slot());
    slot.cancelTimer();
    slot.triggers.add(trigger);
    if (!slot.running) {
      enqueue(target, slot, trigger.lane());
    }
    dispatch();
  }

  /** Asks for a run later, unless something else asks sooner. */
  public synchronized void addAfter(TargetId target, Trigger trigger, Duration delay) {
    if (closed) {
      return;
    }
    Slot slot = slots.computeIfAbsent(target, id -> new Slot());
    if (!slot.triggers.isEmpty()) {
      return; // a run is due already
    }
    slot.cancelTimer();
    slot.timer =
        timer.schedule(() -> add(target, trigger), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Forgets a target; a run under way ends on its own. */
  public synchronized void remove(TargetId target) {
    Slot slot = slots.remove(target);
    if (slot != null) {
      slot.cancelTimer();
      urgent.remove(target);
      routine.remove(target);
    }
  }

  /** How many targets wait for a worker. */
  public synchronized int depth() {
    return urgent.size() + routine.size();
  }

  /** Starts nothing more and waits for what runs, up to a deadline; what is left is interrupted. */
  public void drain(Duration deadline) {
    synchronized (this) {
      closed = true;
      urgent.clear();
      routine.clear();
    }
    timer.shutdownNow();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    drain(Duration.ZERO);
  }

  private void enqueue(TargetId target, Slot slot, Trigger.Lane lane) {
    switch (lane) {
      case URGENT -> {
        if (slot.lane != Trigger.Lane.URGENT) {
          routine.remove(target);
          urgent.add(target);
          slot.lane = Trigger.Lane.URGENT;
        }
      }
      case ROUTINE -> {
        if (slot.lane == null) {
          routine.add(target);
          slot.lane = Trigger.Lane.ROUTINE;
        }
      }
    }
  }

  private void dispatch() {
    Runner serving = runner;
    while (!closed && serving != null && running < workers) {
      Trigger.Lane lane = Trigger.Lane.URGENT;
      TargetId next = pools.next(urgent);
      if (next == null && runningRoutine < routineWorkers) {
        lane = Trigger.Lane.ROUTINE;
        next = pools.next(routine);
      }
      Slot slot = next == null ? null : slots.get(next);
      if (next == null || slot == null) {
        return;
      }
      start(next, slot, lane, serving);
    }
  }

  private void start(TargetId target, Slot slot, Trigger.Lane lane, Runner serving) {
    Set<Trigger> triggers = EnumSet.copyOf(slot.triggers);
    slot.triggers.clear();
    slot.lane = null;
    slot.running = true;
    running++;
    String pool = pools.enter(target);
    if (lane == Trigger.Lane.ROUTINE) {
      runningRoutine++;
    }
    threads.execute(() -> {
      try {
        serving.run(target, triggers);
      } finally {
        ended(target, slot, lane, pool);
      }
    });
  }

  private synchronized void ended(TargetId target, Slot slot, Trigger.Lane lane, String pool) {
    running--;
    pools.leave(pool);
    if (lane == Trigger.Lane.ROUTINE) {
      runningRoutine--;
    }
    slot.running = false;
    if (slots.get(target) == slot && !slot.triggers.isEmpty()) {
      slot.cancelTimer();
      for (Trigger trigger : slot.triggers) {
        enqueue(target, slot, trigger.lane());
      }
    }
    dispatch();
  }

  /** Runs one target; handles its own failures. */
  @FunctionalInterface
  public interface Runner {

    /** Runs it, for all these reasons at once. */
    void run(TargetId target, Set<Trigger> why);
  }

  private static final class Slot {
    private final EnumSet<Trigger> triggers = EnumSet.noneOf(Trigger.class);
    private Trigger.@Nullable Lane lane;
    private @Nullable ScheduledFuture<?> timer;
    private boolean running;

    void cancelTimer() {
      if (timer != null) {
        timer.cancel(false);
        timer = null;
      }
    }
  }
}
