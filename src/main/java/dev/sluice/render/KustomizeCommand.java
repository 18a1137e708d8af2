package dev.sluice.render;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The {@code kustomize} command, run with an empty environment.
 *
 * @param program the file to run
 */
record KustomizeCommand(Path program) {

  private static final int LOG_BYTES = 64 << 10;

  /** What a run left behind. The output is cut one byte after the limit. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Run(int exitCode, byte[] output, byte[] log) {}

  /** The first one on a search path, such as that of the environment. */
  static Optional<KustomizeCommand> on(String searchPath) {
    return Arrays.stream(searchPath.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "kustomize"))
        .filter(Files::isExecutable)
        .filter(file -> !Files.isDirectory(file))
        .findFirst()
        .map(KustomizeCommand::new);
  }

  /**
   * Runs it.
   *
   * @throws TimeoutException when it took too long; it is dead then
   */
  Run run(Path folder, List<String> arguments, Duration timeout, long outputBytes)
      throws IOException, TimeoutException {
    ProcessBuilder builder = new ProcessBuilder(program.toAbsolutePath().toString());
    builder.command().addAll(arguments);
    builder.environment().clear();
    builder.directory(folder.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      int most = (int) Math.min(outputBytes + 1, Integer.MAX_VALUE - 8);
      FutureTask<byte[]> output = reading(() -> upTo(most, process));
      FutureTask<byte[]> log = reading(() -> beginning(process.getErrorStream()));
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TimeoutException("no result within " + timeout.toSeconds() + " s");
      }
      return new Run(process.exitValue(), output.get(), log.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while kustomize was running", e);
    } catch (ExecutionException e) {
      throw new IOException("the output of kustomize could not be read", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static FutureTask<byte[]> reading(Callable<byte[]> read) {
    FutureTask<byte[]> task = new FutureTask<>(read);
    Thread.ofVirtual().name("kustomize-output").start(task);
    return task;
  }

  /** A process that says more than it may is killed: it would wait for a reader for ever. */
  private static byte[] upTo(int most, Process process) throws IOException {
    byte[] read = process.getInputStream().readNBytes(most);
    if (read.length == most) {
      process.toHandle().destroyForcibly(); // and leave the log to be read
    }
    return read;
  }

  private static byte[] beginning(InputStream log) throws IOException {
    byte[] read = log.readNBytes(LOG_BYTES);
    log.transferTo(OutputStream.nullOutputStream());
    return read;
  }

  /** Its version, such as {@code v5.8.2}. */
  String version(Path folder) throws IOException, TimeoutException {
    Run run = run(folder, List.of("version"), Duration.ofSeconds(30), 1_000);
    String said = new String(run.output(), StandardCharsets.UTF_8).strip();
    if (run.exitCode() != 0 || !said.matches("[!-~]{1,60}")) {
      throw new IOException("\"" + program + " version\" answered no version");
    }
    return said;
  }
}
