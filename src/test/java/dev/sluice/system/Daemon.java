package dev.sluice.system;

import dev.sluice.testing.Checkout;
import dev.sluice.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged program: as a daemon that can be killed and started again, and as a command. */
final class Daemon {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern MANAGEMENT =
      Pattern.compile("Management interface listening on (http://[^ ]+:\\d+)");

  private final Path folder;
  private final Path settings;
  private final Path log;
  private Process process;

  Daemon(Path folder, Path settings) {
    this.folder = folder;
    this.settings = settings;
    this.log = folder.resolve("daemon.log");
  }

  /** Starts it unless it runs. */
  void start() throws IOException {
    start(List.of());
  }

  /** Starts it on a disk that takes no file larger than this; it must not run yet. */
  void startOnSmallDisk(int mebibytes) throws IOException {
    // POSIX counts in blocks of 512 bytes. A write beyond fails as it does on a full disk.
    start(List.of("sh", "-c", "ulimit -f " + mebibytes * 2048 + "; exec \"$0\" \"$@\""));
  }

  private void start(List<String> wrapper) throws IOException {
    if (process != null && process.isAlive()) {
      return;
    }
    // The pipe to its standard input closes when the test run ends in whatever way.
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(
        List.of(binary(), "daemon", "--config", settings.toString(), "--until-input-closes"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    process = builder.start();
  }

  /** Ends it as {@code kill -9} does; returns when it is gone. */
  void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  /** Its clones are gone, as on a new machine; it must not run. */
  void loseCaches() {
    Folders.delete(folder.resolve("data"));
  }

  /** Asks it to end, as SIGTERM does; returns how long that took. */
  Duration terminate() {
    long started = System.nanoTime();
    process.destroy();
    process.onExit().join();
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** Its children: the workers that render. */
  List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  /** Where its health and metrics are: its log tells, anew with every start. */
  String management() throws IOException {
    Matcher address = MANAGEMENT.matcher(log());
    String last = "";
    while (address.find()) {
      last = address.group(1);
    }
    return last;
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** Its data directory. */
  Path data() {
    return folder.resolve("data");
  }

  /** What it has logged so far. */
  String log() throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  /** The last lines of the log, to explain a failure. */
  String endOfLog() {
    try {
      String log = log();
      return log.substring(Math.max(0, log.length() - 2000));
    } catch (IOException e) {
      return "(the log cannot be read: " + e.getMessage() + ")";
    }
  }

  /** Waits until a line after the first {@code offset} characters of the log has all the words. */
  String awaitLine(int offset, String... words) {
    List<String> found = new ArrayList<>();
    try {
      Eventually.holds(
          "the daemon logs " + String.join(" ", words),
          PATIENCE,
          () -> {
            log()
                .substring(offset)
                .lines()
                .filter(line -> List.of(words).stream().allMatch(line::contains))
                .findFirst()
                .ifPresent(found::add);
            return !found.isEmpty();
          });
    } catch (AssertionError late) {
      throw new AssertionError(
          late.getMessage() + "; running: " + isRunning() + "; its log ends with: " + endOfLog(),
          late);
    }
    return found.getFirst();
  }

  /** Runs a command of the program to its end; returns what it printed. */
  String run(int expectedExit, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(binary()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "command", ".out");
    Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    child.getOutputStream().close();
    if (!child.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      child.destroyForcibly();
      throw new AssertionError(command + " did not end: " + Files.readString(output));
    }
    if (child.exitValue() != expectedExit) {
      throw new AssertionError(
          command + " ended with " + child.exitValue() + ": " + Files.readString(output));
    }
    return Files.readString(output);
  }

  private static String binary() {
    return System.getProperty("sluice.binary", Checkout.root().resolve("sluice").toString());
  }
}
