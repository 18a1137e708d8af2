package dev.sluice.demo;

import dev.sluice.kube.TargetStatus;
import dev.sluice.kube.TargetStore;
import dev.sluice.model.Failure;
import java.io.PrintStream;
import java.time.Clock;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints a line whenever the Target resources tell something new. */
final class Narrator {

  private final PrintStream out;
  private final Clock clock;
  private final Map<String, List<String>> told = new HashMap<>();

  Narrator(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  /** Tells what is new; returns whether all targets are in sync and healthy. */
  boolean tell(List<TargetStore.Stored> targets) {
    boolean settled = !targets.isEmpty();
    for (TargetStore.Stored stored : targets) {
      TargetStatus status = stored.status();
      settled &= status.sync() == TargetStatus.Sync.SYNCED && healthy(status);
      String name = stored.target().id().environment() + "/" + stored.target().id().application();
      List<String> lines = lines(status);
      List<String> before = told.put(name, lines);
      for (String line : lines) {
        if (before == null || !before.contains(line)) {
          out.printf(
              "%s  %-16s %s%n",
              LocalTime.ofInstant(clock.instant(), ZoneId.systemDefault())
                  .truncatedTo(ChronoUnit.SECONDS),
              name,
              line);
        }
      }
    }
    return settled;
  }

  private static List<String> lines(TargetStatus status) {
    List<String> lines = new ArrayList<>();
    String revision =
        status.revision().isEmpty() ? "" : " at " + status.revision().substring(0, 12);
    String why = status.health().why().isEmpty() ? "" : ": " + status.health().why();
    lines.add(status.sync().word() + revision + ", " + status.health().state().word() + why);
    for (Failure failure : status.failures()) {
      lines.add("! " + failure);
    }
    for (String note : status.notes()) {
      lines.add("note: " + note);
    }
    return lines;
  }

  private static boolean healthy(TargetStatus status) {
    return switch (status.health().state()) {
      case HEALTHY, SUSPENDED -> true;
      case PROGRESSING, UNKNOWN, MISSING, DEGRADED -> false;
    };
  }
}
