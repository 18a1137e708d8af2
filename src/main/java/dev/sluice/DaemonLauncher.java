package dev.sluice;

import dev.sluice.door.cli.Ports;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Boots Quarkus for the daemon; the other commands do without it and start faster. */
final class DaemonLauncher {

  private DaemonLauncher() {}

  /** Runs until the process is told to end; returns the exit code. */
  static int run(Ports.DaemonSettings settings) throws Stopped {
    for (Path file : settings.configuration()) {
      if (!Files.isReadable(file)) {
        throw new Stopped(
            Failure.of(
                Reason.INVALID_CONFIGURATION,
                "the settings file " + file + " cannot be read",
                "Check its path and that you may read it"));
      }
    }
    if (!settings.configuration().isEmpty()) {
      // Read by SmallRye Config when Quarkus boots.
      System.setProperty(
          "smallrye.config.locations",
          settings.configuration().stream()
              .map(file -> file.toAbsolutePath().toUri().toString())
              .collect(Collectors.joining(",")));
    }
    if (settings.untilInputCloses()) {
      Thread.ofPlatform().daemon().name("parent-watch").start(DaemonLauncher::awaitParent);
    }
    AtomicInteger code = new AtomicInteger(Reason.Exit.FAILED.code());
    Quarkus.run(DaemonApplication.class, (exit, failure) -> code.set(exit));
    return code.get();
  }

  private static void awaitParent() {
    try {
      while (System.in.read() >= 0) {
        // What a parent writes means nothing; that it is there does.
      }
    } catch (IOException e) {
      // A broken pipe ends the wait just as its end does.
    }
    Quarkus.asyncExit(Reason.Exit.OK.code());
  }
}
