package dev.sluice.demo;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A daemon of this very program, as a child process that ends with its parent. */
public final class DaemonProcess implements AutoCloseable {

  private final Process process;

  private DaemonProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts a daemon.
   *
   * @param settings its settings file
   * @param log where its output goes
   */
  public static DaemonProcess start(Path settings, Path log) throws IOException {
    List<String> command = new ArrayList<>(thisProgram());
    // The pipe to its standard input closes when this process ends in whatever way.
    command.addAll(List.of("daemon", "--config", settings.toString(), "--until-input-closes"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return new DaemonProcess(builder.start());
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  public boolean isRunning() {
    return process.isAlive();
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Asks it to end, and waits until it has. */
  @Override
  public void close() {
    process.destroy();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** How this process was started: a native program, or a JVM with the same options and jar. */
  private static List<String> thisProgram() {
    String executable = ProcessHandle.current().info().command().orElseThrow();
    if (!new File(executable).getName().startsWith("java")) {
      return List.of(executable);
    }
    String jar = System.getProperty("java.class.path");
    List<String> command = new ArrayList<>(List.of(executable));
    // All options: the JVM refuses an ahead-of-time cache when those about modules differ from the
    // ones it was made with.
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        jar.contains(File.pathSeparator)
            ? Arrays.asList("-cp", jar, "dev.sluice.Main")
            : Arrays.asList("-jar", jar));
    return command;
  }
}
