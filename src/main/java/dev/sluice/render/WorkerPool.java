package dev.sluice.render;

import dev.sluice.model.SourceTree;
import dev.sluice.render.Frames.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * A few workers side by side, so that one hanging render delays nobody. A worker that was killed or
 * that served long enough is replaced; a fresh one costs about fifty milliseconds.
 */
final class WorkerPool implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(WorkerPool.class);
  private static final int RENDERS_PER_WORKER = 500;

  private final Path folder;
  private final Path binary;
  private final RenderLimits limits;
  private final Semaphore turns;
  private final ConcurrentLinkedDeque<WorkerProcess> idle = new ConcurrentLinkedDeque<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("render-timer").factory());
  private final WorkerProcess.Greeting greeting;
  private volatile boolean closed;

  private WorkerPool(Path folder, Path binary, int workers, RenderLimits limits)
      throws IOException {
    this.folder = folder;
    this.binary = binary;
    this.limits = limits;
    this.turns = new Semaphore(workers);
    WorkerProcess first = start();
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
    Optional<Path> binary = WorkerBinary.unpack(folder);
    if (binary.isEmpty()) {
      Files.delete(folder);
      return Optional.empty();
    }
    Files.createDirectory(folder.resolve("empty"));
    return Optional.of(new WorkerPool(folder, binary.get(), workers, limits));
  }

  /** What the workers say of themselves. */
  WorkerProcess.Greeting greeting() {
    return greeting;
  }

  /** Process ids of the workers that wait for work. */
  java.util.List<Long> idlePids() {
    return idle.stream().map(WorkerProcess::pid).toList();
  }

  /**
   * Renders in a worker that others use too.
   *
   * @throws IOException as {@link WorkerProcess#render}; a worker that had died while idle is not a
   *     reason
   */
  Frame render(SourceTree tree, String overlay, String output) throws IOException {
    turns.acquireUninterruptibly();
    try {
      WorkerProcess worker = take();
      Frame result = worker.render(tree, overlay, output, limits);
      giveBack(worker);
      return result;
    } finally {
      turns.release();
    }
  }

  /** Renders in a worker of its own, for what has blown up a worker before. */
  Frame renderAlone(SourceTree tree, String overlay, String output) throws IOException {
    turns.acquireUninterruptibly();
    try (WorkerProcess worker = start()) {
      return worker.render(tree, overlay, output, limits);
    } finally {
      turns.release();
    }
  }

  @Override
  public void close() {
    closed = true;
    timer.shutdownNow();
    idle.forEach(WorkerProcess::close);
    idle.clear();
    try {
      Files.deleteIfExists(binary);
      Files.deleteIfExists(folder.resolve("empty"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      LOG.debugf("%s was not removed: %s", folder, e.getMessage());
    }
  }

  private WorkerProcess take() throws IOException {
    for (WorkerProcess worker = idle.poll(); worker != null; worker = idle.poll()) {
      if (worker.usable()) {
        return worker;
      }
      worker.close();
    }
    return start();
  }

  private void giveBack(WorkerProcess worker) {
    if (worker.usable() && worker.renders() < RENDERS_PER_WORKER && !closed) {
      idle.push(worker);
      return;
    }
    worker.close();
    refill();
  }

  /** The next render should not have to wait for a start. */
  private void refill() {
    if (closed || !idle.isEmpty()) {
      return;
    }
    Thread.ofVirtual()
        .start(() -> {
          try {
            idle.push(start());
          } catch (IOException e) {
            LOG.warnf("No spare kustomize worker: %s", e.getMessage());
          }
        });
  }

  private WorkerProcess start() throws IOException {
    return WorkerProcess.start(binary, folder.resolve("empty"), limits.memoryBytes(), timer);
  }
}
