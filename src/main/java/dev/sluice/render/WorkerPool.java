package dev.sluice.render;

import dev.sluice.render.Frames.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * A few workers side by side, so that one hanging render delays nobody. A worker that was killed or
 * that served long enough is replaced; a fresh one costs about fifty milliseconds.
 */
final class WorkerPool implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(WorkerPool.class);
  private static final int RENDERS_PER_WORKER = 500;
  private static final String EMPTY = "empty";

  private final Path folder;
  private final Path binary;
  private final RenderLimits limits;
  private final int workers;
  private final Semaphore turns;
  private final ConcurrentLinkedDeque<WorkerProcess> idle = new ConcurrentLinkedDeque<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("render-timer").factory());
  private final WorkerProcess.Greeting greeting;
  private final Set<WorkerProcess> living = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean refilling = new AtomicBoolean();
  private final AtomicLong renders = new AtomicLong();
  private volatile boolean closed;

  private WorkerPool(Path folder, Path binary, int workers, RenderLimits limits)
      throws IOException {
    this.folder = folder;
    this.binary = binary;
    this.limits = limits;
    this.workers = workers;
    this.turns = new Semaphore(workers);
    WorkerProcess first = WorkerProcess.start(binary, empty(), limits.memoryBytes(), timer);
    living.add(first);
    this.greeting = first.greeting();
    greeting.missingWalls().forEach(wall -> LOG.warnf("This platform lacks %s", wall));
    idle.push(first);
  }

  /**
   * Unpacks the worker and starts the first one.
   *
   * @return empty when the program holds no worker for this platform
   */
  static Optional<WorkerPool> open(int workers, RenderLimits limits) throws IOException {
    Set<PosixFilePermission> mine = PosixFilePermissions.fromString("rwx------");
    Path folder =
        Files.createTempDirectory("sluice-render", PosixFilePermissions.asFileAttribute(mine));
    try {
      Optional<Path> binary = WorkerBinary.unpack(folder);
      if (binary.isEmpty()) {
        remove(folder);
        return Optional.empty();
      }
      Files.createDirectory(folder.resolve(EMPTY));
      return Optional.of(new WorkerPool(folder, binary.get(), workers, limits));
    } catch (IOException e) {
      remove(folder);
      throw e;
    }
  }

  /** What the workers say of themselves. */
  WorkerProcess.Greeting greeting() {
    return greeting;
  }

  /** Process ids of all workers, the busy ones too. */
  List<Long> pids() {
    return living.stream().map(WorkerProcess::pid).toList();
  }

  /** Renders that were handed to a worker since the start. */
  long renders() {
    return renders.get();
  }

  /**
   * Renders in a worker that others use too. One that had died while idle is no failure: it is
   * replaced.
   */
  Frame render(TreeAnswers answers, String overlay, String output) throws WorkerFailure {
    turns.acquireUninterruptibly();
    try {
      WorkerProcess worker = take();
      refill();
      renders.incrementAndGet();
      try {
        return worker.render(answers, overlay, output, limits);
      } finally {
        giveBack(worker);
      }
    } finally {
      turns.release();
    }
  }

  /** Renders in a worker of its own, for what has blown up a worker before. */
  Frame renderAlone(TreeAnswers answers, String overlay, String output) throws WorkerFailure {
    turns.acquireUninterruptibly();
    try {
      WorkerProcess worker = start();
      renders.incrementAndGet();
      try {
        return worker.render(answers, overlay, output, limits);
      } finally {
        end(worker);
      }
    } finally {
      turns.release();
    }
  }

  @Override
  public void close() {
    closed = true;
    timer.shutdownNow();
    living.forEach(WorkerProcess::close);
    living.clear();
    idle.clear();
    remove(folder);
  }

  private WorkerProcess take() throws WorkerFailure {
    for (WorkerProcess worker = idle.poll(); worker != null; worker = idle.poll()) {
      if (worker.usable()) {
        return worker;
      }
      end(worker);
    }
    return start();
  }

  private void giveBack(WorkerProcess worker) {
    boolean keep =
        worker.usable()
            && worker.renders() < RENDERS_PER_WORKER
            && idle.size() <= workers
            && !closed;
    if (keep) {
      idle.push(worker);
    } else {
      end(worker);
      refill();
    }
  }

  /** One is kept warm: the next render should not have to wait for a start. */
  private void refill() {
    if (closed || !idle.isEmpty() || !refilling.compareAndSet(false, true)) {
      return;
    }
    Thread.ofVirtual()
        .name("render-spare")
        .start(() -> {
          try {
            idle.add(start());
          } catch (WorkerFailure e) {
            if (!closed) {
              LOG.warnf("No spare kustomize worker: %s", e.getMessage());
            }
          } finally {
            refilling.set(false);
          }
        });
  }

  private WorkerProcess start() throws WorkerFailure {
    try {
      WorkerProcess worker = WorkerProcess.start(binary, empty(), limits.memoryBytes(), timer);
      living.add(worker);
      if (closed) {
        end(worker);
        throw new IOException("the renderer was closed");
      }
      return worker;
    } catch (IOException | RejectedExecutionException e) {
      throw new WorkerFailure.NotStarted(e);
    }
  }

  private void end(WorkerProcess worker) {
    living.remove(worker);
    worker.close();
  }

  private Path empty() {
    return folder.resolve(EMPTY);
  }

  private static void remove(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve(WorkerBinary.NAME));
      Files.deleteIfExists(folder.resolve(EMPTY));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      LOG.debugf("%s was not removed: %s", folder, e.getMessage());
    }
  }
}
