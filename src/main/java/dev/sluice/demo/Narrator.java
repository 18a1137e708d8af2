package dev.sluice.demo;

import dev.sluice.kube.TargetStatus;
import dev.sluice.kube.TargetStore;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.machine.Promotion;
import java.io.PrintStream;
import java.time.Clock;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints a line whenever the Target resources tell something new. */
final class Narrator {

  /** By itself a time leaves out seconds that are zero. */
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final PrintStream out;
  private final Clock clock;
  private final Map<String, List<String>> told = new HashMap<>();

  Narrator(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  /**
   * Tells what is new; returns whether all targets are in sync and healthy, or wait for their first
   * promotion.
   */
  boolean tell(List<TargetStore.Stored> targets) {
    boolean settled = !targets.isEmpty();
    for (TargetStore.Stored stored : targets) {
      TargetStatus status = stored.status();
      settled &=
          waitsForPromotion(status)
              || (status.sync() == TargetStatus.Sync.SYNCED && healthy(status));
      tell(name(stored.target().id()), lines(status));
    }
    return settled;
  }

  /**
   * Tells what is new of what is on its way; returns whether there is anything, and all of it has
   * arrived or waits for people or for a time of day.
   */
  boolean tellPromotions(List<Promotion> promotions) {
    for (Promotion promotion : promotions) {
      if (!promotion.state().isTerminal() || told.containsKey(promotion.id())) {
        String abbreviated =
            promotion.commit().substring(0, Math.min(12, promotion.commit().length()));
        told.putIfAbsent(promotion.id(), List.of());
        tell(
            promotion.id(),
            name(promotion.target()),
            List.of(
                "%s of %s: %s%s"
                    .formatted(
                        promotion.kind().word(),
                        abbreviated,
                        promotion.state().word(),
                        // What it waits for after that, the target tells itself.
                        promotion.message().isEmpty() || promotion.state().isAfterCommit()
                            ? ""
                            : ", " + promotion.message())));
      }
    }
    return !promotions.isEmpty()
        && promotions.stream().allMatch(one -> one.state().isTerminal() || stands(one));
  }

  private static boolean stands(Promotion promotion) {
    return promotion.gates().stream()
        .filter(gate -> gate.verdict() == Verdict.PENDING)
        .anyMatch(gate -> List.of("approval", "schedule", "window").contains(gate.kind()));
  }

  private void tell(String name, List<String> lines) {
    tell(name, name, lines);
  }

  private void tell(String about, String name, List<String> lines) {
    List<String> before = told.put(about, lines);
    for (String line : lines) {
      if (before == null || !before.contains(line)) {
        out.printf(
            "%s  %-16s %s%n",
            TIME.format(LocalTime.ofInstant(clock.instant(), ZoneId.systemDefault())), name, line);
      }
    }
  }

  private static String name(TargetId id) {
    return id.environment() + "/" + id.application();
  }

  private static boolean waitsForPromotion(TargetStatus status) {
    return status.failures().stream().anyMatch(failure -> failure.reason() == Reason.NOT_PROMOTED);
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
