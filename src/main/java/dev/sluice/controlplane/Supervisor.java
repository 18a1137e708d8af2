package dev.sluice.controlplane;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * The shell that owns the processes of one control plane ({@code supervisor.sh}). It ends them and
 * removes their folder when this program closes it or dies, even of SIGKILL.
 */
final class Supervisor implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path folder;
  private final Process shell;
  private final Map<String, Running> running = new ConcurrentHashMap<>();

  /** A process as the supervisor reports it. */
  private record Running(CompletableFuture<Long> pid, CompletableFuture<Integer> exit) {
    Running() {
      this(new CompletableFuture<>(), new CompletableFuture<>());
    }
  }

  /**
   * Starts the shell.
   *
   * @param folder holds everything of the control plane; it is removed at the end
   */
  Supervisor(Path folder) throws IOException {
    this.folder = folder;
    Path script = folder.resolve("supervisor.sh");
    Files.write(script, Resources.read("supervisor.sh"));
    var command = new ArrayList<>(List.of("sh", script.toString(), folder.toString()));
    // A session of its own: Ctrl-C in a terminal reaches the whole foreground process group, and
    // the parts would end before the program that uses them could. Where there is no setsid (macOS)
    // they just end sooner.
    Executables.onPath().find("setsid").ifPresent(setsid -> command.addFirst(setsid.toString()));
    shell =
        new ProcessBuilder(command)
            .directory(new File("/"))
            .redirectError(folder.resolve("supervisor.log").toFile())
            .start();
    Thread.ofVirtual().name("control-plane-supervisor").start(this::readReports);
  }

  /** Starts a process whose output goes to {@code <name>.log}; returns its process id. */
  long start(String name, List<String> command, Map<String, String> environment)
      throws IOException {
    String exports =
        environment.entrySet().stream()
            .map(e -> "export " + e.getKey() + "=" + quoted(e.getValue()) + "\n")
            .sorted()
            .collect(Collectors.joining());
    String words = command.stream().map(Supervisor::quoted).collect(Collectors.joining(" "));
    Files.writeString(
        folder.resolve(name + ".sh"),
        exports + "exec " + words + " >>" + quoted(log(name).toString()) + " 2>&1\n");
    var process = new Running();
    running.put(name, process);
    order("start " + name);
    return await(process.pid(), "start " + name);
  }

  /** The process id of a running process. */
  long pid(String name) {
    return await(required(name).pid(), "report the process id of " + name);
  }

  /** Whether the process was started and has not ended. A stopped (SIGSTOP) process is running. */
  boolean isRunning(String name) {
    Running process = running.get(name);
    return process != null && !process.exit().isDone();
  }

  /** Sends a signal by its name without SIG, such as {@code STOP}. */
  void signal(String name, String signal) throws IOException {
    if (isRunning(name)) {
      order("signal " + pid(name) + " " + signal);
    }
  }

  /** Kills a process and waits until it is gone. */
  void kill(String name) throws IOException {
    signal(name, "KILL");
    await(required(name).exit(), "end " + name);
  }

  Path log(String name) {
    return folder.resolve(name + ".log");
  }

  /** Ends every process, removes the folder, and returns when both are done. */
  @Override
  public void close() {
    try {
      shell.getOutputStream().close();
      if (!shell.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ControlPlaneFailed(
            "The processes of the control plane in " + folder + " did not end within " + PATIENCE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not end the control plane in " + folder, e);
    } catch (InterruptedException e) {
      // The pipe is closed: the supervisor does its work whether or not it is waited for.
      Thread.currentThread().interrupt();
    }
  }

  private void readReports() {
    try (BufferedReader reports = shell.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reports.readLine(); line != null; line = reports.readLine()) {
        String[] words = line.split(" ");
        Running process = required(words[1]);
        switch (words[0]) {
          case "started" -> process.pid().complete(Long.valueOf(words[2]));
          case "exited" -> process.exit().complete(Integer.valueOf(words[2]));
          default -> throw new IllegalStateException("The supervisor reported: " + line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Lost the supervisor of " + folder, e);
    } finally {
      running.values().forEach(process -> process.exit().complete(-1));
    }
  }

  private void order(String line) throws IOException {
    synchronized (shell) {
      var orders = shell.getOutputStream();
      orders.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      orders.flush();
    }
  }

  private Running required(String name) {
    Running process = running.get(name);
    if (process == null) {
      throw new IllegalStateException(name + " was never started");
    }
    return process;
  }

  private static <T> T await(CompletableFuture<T> future, String what) {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new ControlPlaneFailed("The supervisor did not " + what + " within " + PATIENCE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneFailed("Interrupted while waiting for the supervisor to " + what, e);
    }
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
