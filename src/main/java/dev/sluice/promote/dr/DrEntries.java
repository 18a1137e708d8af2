package dev.sluice.promote.dr;

import dev.sluice.model.promotion.DrillSchedule;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Role;
import dev.sluice.promote.Freezes;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.machine.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Entries about takeovers; all of them are about a whole environment. */
final class DrEntries {

  private final String environment;
  private final List<Entry> entries = new ArrayList<>();
  private final Instant now;
  private long next;

  /** Entries that continue a ledger. */
  DrEntries(String environment, LedgerState ledger, Instant now) {
    this.environment = environment;
    this.next = ledger.next("");
    this.now = now;
  }

  /** What is to be appended, the older first. */
  List<Entry> done() {
    return List.copyOf(entries);
  }

  /**
   * Something is to be known about the drills of a schedule: that there is one, or a drill was not
   * held.
   */
  DrEntries scheduled(DrillSchedule schedule, String reason, Map<String, String> more) {
    Map<String, String> details = new TreeMap<>(more);
    details.put(DrillSchedule.CRON, schedule.cron());
    details.put(DrillSchedule.TIME_ZONE, schedule.timeZone());
    return add(
        Entry.Kind.DRILL, OptionalLong.empty(), Entry.DAEMON, reason, Optional.empty(), details);
  }

  /** It begins. */
  DrEntries begins(
      Takeover.Kind kind, Request request, Instant deadline, Map<String, String> more) {
    Map<String, String> details = details(request.id(), kind, Step.BEGIN, "");
    details.putAll(more);
    Entry.Kind as = kind == Takeover.Kind.DRILL ? Entry.Kind.DRILL : Entry.Kind.PHASE;
    return add(
        as, OptionalLong.empty(), request.by(), request.reason(), Optional.of(deadline), details);
  }

  /** A step begins. */
  DrEntries step(
      Takeover.Kind kind, String id, String by, Step step, String note, Map<String, String> more) {
    Map<String, String> details = details(id, kind, step, note);
    details.putAll(more);
    Optional<Role> role = role(kind, step);
    role.ifPresent(one -> details.put(Role.DETAIL, one.word()));
    return add(
        role.isPresent() ? Entry.Kind.ROLE : Entry.Kind.PHASE,
        OptionalLong.empty(),
        by,
        "%s: %s".formatted(kind.word(), step.word()),
        Optional.empty(),
        details);
  }

  /** It is over. */
  DrEntries ends(Takeover takeover, Takeover.Outcome outcome, String note, String reason) {
    Map<String, String> details = details(takeover.id(), takeover.kind(), Step.END, note);
    details.put(Takeover.OUTCOME, outcome.word());
    took(takeover)
        .forEach((step, took) -> details.put(Takeover.SECONDS + step.word(), seconds(took)));
    details.put(Takeover.RECOVERY, seconds(recovery(takeover)));
    return add(
        kind(takeover, outcome),
        OptionalLong.of(takeover.beginning().number()),
        Entry.DAEMON,
        reason,
        Optional.empty(),
        details);
  }

  /** In the ledger of the other environment: it changes its role for a takeover. */
  DrEntries role(Takeover takeover, Role role, String reason) {
    return add(
        Entry.Kind.ROLE,
        OptionalLong.empty(),
        takeover.beginning().by(),
        reason,
        Optional.empty(),
        new TreeMap<>(Map.of(Takeover.ID, takeover.id(), Role.DETAIL, role.word())));
  }

  /** There: nothing is promoted until it takes back. */
  DrEntries freeze(Takeover takeover, String reason) {
    return add(
        Entry.Kind.FREEZE,
        OptionalLong.empty(),
        takeover.beginning().by(),
        reason,
        Optional.empty(),
        new TreeMap<>(Map.of(Takeover.ID, takeover.id(), Freezes.LEVEL, "1")));
  }

  /** There: promotions go on. */
  DrEntries unfreeze(Takeover takeover, String reason) {
    return add(
        Entry.Kind.UNFREEZE,
        OptionalLong.empty(),
        takeover.beginning().by(),
        reason,
        Optional.empty(),
        new TreeMap<>(Map.of(Takeover.ID, takeover.id())));
  }

  /** The time of every step, the one that ends now included. */
  Map<Step, Duration> took(Takeover takeover) {
    Map<Step, Duration> took = takeover.took();
    if (takeover.step() != Step.BEGIN && takeover.step() != Step.END) {
      took.put(takeover.step(), Duration.between(takeover.last().at(), now));
    }
    return took;
  }

  /** How long the recovery took, up to now. */
  Duration recovery(Takeover takeover) {
    return took(takeover).entrySet().stream()
        .filter(one -> one.getKey().isRecovery())
        .map(Map.Entry::getValue)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Seconds with one digit behind the point. */
  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
  }

  private static Entry.Kind kind(Takeover takeover, Takeover.Outcome outcome) {
    if (takeover.kind() == Takeover.Kind.DRILL) {
      return Entry.Kind.DRILL;
    }
    return outcome == Takeover.Outcome.VERIFIED ? Entry.Kind.VERIFIED : Entry.Kind.FAILED;
  }

  /** The role that a step gives the standby. */
  private static Optional<Role> role(Takeover.Kind kind, Step step) {
    return switch (step) {
      case ROLE -> kind == Takeover.Kind.FAILBACK ? Optional.empty() : Optional.of(Role.ACTIVE);
      case FENCE -> kind == Takeover.Kind.FAILBACK ? Optional.of(Role.STANDBY) : Optional.empty();
      case REVERT -> Optional.of(Role.STANDBY);
      case BEGIN, DATA, HEALTH, SMOKE, TRAFFIC, RESTORE, END -> Optional.empty();
    };
  }

  private static Map<String, String> details(
      String id, Takeover.Kind kind, Step step, String note) {
    Map<String, String> details = new TreeMap<>();
    details.put(Takeover.ID, id);
    details.put(Takeover.KIND, kind.word());
    details.put(Takeover.STEP, step.word());
    if (!note.isEmpty()) {
      details.put(Takeover.NOTE, note);
    }
    return details;
  }

  private DrEntries add(
      Entry.Kind kind,
      OptionalLong about,
      String by,
      String reason,
      Optional<Instant> until,
      Map<String, String> details) {
    entries.add(
        new Entry(
            next++,
            kind,
            "",
            environment,
            now,
            "",
            "",
            about,
            List.of(),
            List.of(),
            Map.of(),
            "",
            "",
            by,
            reason,
            until,
            Map.copyOf(details)));
    return this;
  }
}
