package dev.sluice.render;

import dev.sluice.render.Frames.Frame;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** One worker: a child process with an empty environment that renders one overlay at a time. */
final class WorkerProcess implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(WorkerProcess.class);
  private static final int PROTOCOL = 1;
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final Process process;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final ScheduledExecutorService timer;
  private final Greeting greeting;
  private int renders;
  private boolean exiting;

  /** What a worker said of itself. */
  record Greeting(String engineVersion, String cliVersion, List<String> missingWalls) {}

  private WorkerProcess(Process process, ScheduledExecutorService timer) throws IOException {
    this.process = process;
    this.timer = timer;
    this.in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
    this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
    this.greeting = within(START_LIMIT, this::hello);
  }

  /**
   * Starts a worker and waits for its greeting.
   *
   * @throws IOException when it does not start, or speaks another protocol
   */
  static WorkerProcess start(
      Path binary, Path emptyFolder, long memoryBytes, ScheduledExecutorService timer)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(binary.toString(), "-memory", Long.toString(memoryBytes));
    builder.environment().clear();
    builder.directory(emptyFolder.toFile());
    Process process = builder.start();
    Thread.ofPlatform().daemon().name("worker-log").start(() -> drain(process));
    try {
      return new WorkerProcess(process, timer);
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** What it said of itself. */
  Greeting greeting() {
    return greeting;
  }

  /** Its process id. */
  long pid() {
    return process.pid();
  }

  /** How many renders it has done. */
  int renders() {
    return renders;
  }

  /** Whether it can be given another render. */
  boolean usable() {
    return process.isAlive() && !exiting;
  }

  /**
   * Renders one overlay.
   *
   * @return the frame of type {@code result}
   * @throws WorkerFailure when there is none; the worker is dead then
   */
  Frame render(TreeAnswers answers, String overlay, String output, RenderLimits limits)
      throws WorkerFailure {
    renders++;
    try {
      return within(limits.timeout(), () -> converse(answers, overlay, output, limits));
    } catch (WorkerFailure e) {
      process.destroyForcibly();
      throw e;
    } catch (IOException | TreeAnswers.ProtocolBroken e) {
      throw new WorkerFailure.Died(exitCode(), e);
    } catch (RuntimeException | Error e) {
      process.destroyForcibly();
      throw e;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Its pipes close a moment before it is gone; one that goes on regardless is killed. */
  private int exitCode() {
    try {
      if (!process.waitFor(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      return -1;
    }
  }

  private Frame converse(TreeAnswers answers, String overlay, String output, RenderLimits limits)
      throws IOException {
    Frames.write(out, request(overlay, output, limits), new byte[0]);
    while (true) {
      Frame frame = Frames.read(in);
      switch (frame.type()) {
        case "get", "list" -> {
          Frame answer = answers.answer(frame);
          Frames.write(out, answer.header(), answer.body());
        }
        case "result" -> {
          exiting = Boolean.TRUE.equals(frame.header().get("exiting"));
          return frame;
        }
        default -> throw new IOException("the worker sent an unknown frame");
      }
    }
  }

  private static Map<String, Object> request(String overlay, String output, RenderLimits limits) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("type", "render");
    request.put("render", "1");
    request.put("path", overlay);
    request.put("outputs", List.of(output));
    request.put(
        "limits",
        Map.of(
            "inputBytes", limits.inputBytes(),
            "files", limits.files(),
            "outputBytes", limits.outputBytes(),
            "objects", limits.objects()));
    return request;
  }

  private Greeting hello() throws IOException {
    Frame frame = Frames.read(in);
    Map<String, Object> header = frame.header();
    if (!frame.type().equals("hello")
        || !(header.get("protocol") instanceof Number protocol)
        || protocol.intValue() != PROTOCOL) {
      throw new IOException("the worker speaks another protocol than version " + PROTOCOL);
    }
    List<String> missing =
        header.get("box") instanceof Map<?, ?> box && box.get("missing") instanceof List<?> walls
            ? walls.stream().map(String::valueOf).toList()
            : List.of();
    return new Greeting(
        String.valueOf(header.get("engineVersion")),
        String.valueOf(header.get("cliVersion")),
        missing);
  }

  /** Reading from a pipe cannot be interrupted, so the time limit is a kill. */
  private <T> T within(Duration limit, Conversation<T> conversation) throws IOException {
    AtomicBoolean timedOut = new AtomicBoolean();
    ScheduledFuture<?> kill =
        timer.schedule(
            () -> {
              timedOut.set(true);
              process.destroyForcibly();
            },
            limit.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      return conversation.hold();
    } catch (IOException e) {
      throw timedOut.get() ? new WorkerFailure.TimedOut(limit) : e;
    } finally {
      kill.cancel(false);
    }
  }

  /**
   * Its log is read at all times, or the worker would block on a full pipe. Only the Go runtime's
   * own words are passed on: anything else may quote a file.
   */
  private static void drain(Process process) {
    try (BufferedReader log = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        if (line.startsWith("fatal error: ") || line.startsWith("runtime: ")) {
          LOG.debugf("worker %d: %s", process.pid(), line);
        }
      }
    } catch (IOException e) {
      LOG.debugf("worker %d: its log ended: %s", process.pid(), e.getMessage());
    }
  }

  @FunctionalInterface
  private interface Conversation<T> {
    T hold() throws IOException;
  }
}
