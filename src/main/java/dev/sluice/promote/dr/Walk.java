package dev.sluice.promote.dr;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * From the step that a takeover is at to the next one.
 *
 * @param facts what is known
 * @param takeover what is under way
 */
record Walk(DrFacts facts, Takeover takeover) {

  /** So long a failover waits for whoever may not be there any more. */
  static final Duration FENCE_WAIT = Duration.ofMinutes(2);

  /** So long a drill that is over waits until all is as it was. */
  static final Duration CLEANUP_WAIT = Duration.ofMinutes(30);

  private static final Duration LOOK = Duration.ofSeconds(5);

  DrDecision next() {
    if (facts.original().isEmpty() && takeover.kind() != Takeover.Kind.DRILL) {
      return failed(facts.standby().environment() + " follows no other environment any more");
    }
    return switch (takeover.step()) {
      case FENCE -> fence();
      case ROLE -> role();
      case HEALTH -> unless(course().to().unhealthy());
      case DATA, SMOKE, TRAFFIC, RESTORE -> checked();
      case REVERT ->
          unless(facts.standby().notIn(Role.STANDBY).or(() -> facts.standby().unhealthy()));
      case BEGIN -> advance("");
      case END -> throw new IllegalStateException(takeover.id() + " is over");
    };
  }

  private Course course() {
    return new Course(takeover.kind(), facts);
  }

  private DrDecision fence() {
    if (takeover.kind() == Takeover.Kind.FAILBACK) {
      return unless(facts.standby().notIn(Role.STANDBY));
    }
    Side from = course().from();
    if (from.unknown().isEmpty()) {
      List<Entry> missing = new Fence(from, takeover, facts.now()).missing();
      if (!missing.isEmpty()) {
        return elsewhere(missing);
      }
    }
    Optional<String> open = new Fence(from, takeover, facts.now()).open();
    Instant patience = takeover.last().at().plus(FENCE_WAIT);
    boolean mayStillHappen = from.roles().differ() || !from.unknown().isEmpty();
    if (open.isPresent() && mayStillHappen && facts.now().isBefore(patience)) {
      return waits(open.get(), patience);
    }
    return advance(open.orElse(""));
  }

  private DrDecision role() {
    Course course = course();
    if (takeover.kind() == Takeover.Kind.FAILBACK) {
      if (!course.to().unknown().isEmpty()) {
        return unless(Optional.of(course.to().unknown()));
      }
      List<Entry> missing = new Fence(course.to(), takeover, facts.now()).missingRole(Role.ACTIVE);
      if (!missing.isEmpty()) {
        return elsewhere(missing);
      }
    }
    return unless(course.to().notIn(Role.ACTIVE));
  }

  private DrDecision checked() {
    Optional<Check> failed = facts.checks().stream().filter(Check::failed).findFirst();
    if (failed.isPresent()) {
      return failed(failed.get().toString());
    }
    return unless(
        facts.checks().stream().filter(check -> !check.passed()).findFirst().map(Check::toString));
  }

  /** Goes on, unless something is still waited for; not for ever. */
  private DrDecision unless(Optional<String> waitsFor) {
    if (waitsFor.isEmpty()) {
      return advance("");
    }
    if (facts.now().isBefore(end())) {
      return waits(waitsFor.get(), end());
    }
    return failed("its time was over while it waited: " + waitsFor.get());
  }

  private Instant end() {
    return isCleanup() ? takeover.last().at().plus(CLEANUP_WAIT) : takeover.deadline();
  }

  private boolean isCleanup() {
    return takeover.kind() == Takeover.Kind.DRILL && takeover.step().compareTo(Step.REVERT) >= 0;
  }

  private DrDecision advance(String note) {
    // A deadline holds between steps too: what comes next may not wait for anything.
    if (!isCleanup() && !facts.now().isBefore(takeover.deadline())) {
      return failed("its time was over after the step " + takeover.step().word());
    }
    Step next = course().after(takeover.step());
    if (next != Step.END) {
      return append(
          entries()
              .step(
                  takeover.kind(),
                  takeover.id(),
                  takeover.beginning().by(),
                  next,
                  note,
                  outcome(next, Takeover.Outcome.VERIFIED)));
    }
    if (takeover.kind() == Takeover.Kind.FAILBACK) {
      List<Entry> missing = new Fence(course().to(), takeover, facts.now()).missingUnfreeze();
      if (!missing.isEmpty() && course().to().unknown().isEmpty()) {
        return elsewhere(missing);
      }
    }
    return end(takeover.said().orElse(Takeover.Outcome.VERIFIED), note);
  }

  /** Nobody is left in the role of a drill; a failover stays as far as it came. */
  private DrDecision failed(String why) {
    if (takeover.kind() == Takeover.Kind.DRILL && !isCleanup()) {
      return append(
          entries()
              .step(
                  takeover.kind(),
                  takeover.id(),
                  takeover.beginning().by(),
                  Step.REVERT,
                  "%s: %s".formatted(takeover.step().word(), why),
                  outcome(Step.REVERT, Takeover.Outcome.FAILED)));
    }
    return end(Takeover.Outcome.FAILED, "%s: %s".formatted(takeover.step().word(), why));
  }

  /** From its way back on, a drill carries what came of it. */
  private Map<String, String> outcome(Step step, Takeover.Outcome ifNew) {
    boolean known = takeover.kind() == Takeover.Kind.DRILL && step.compareTo(Step.REVERT) >= 0;
    return known ? Map.of(Takeover.OUTCOME, takeover.said().orElse(ifNew).word()) : Map.of();
  }

  private DrDecision end(Takeover.Outcome outcome, String note) {
    return append(entries().ends(takeover, outcome, note, result(outcome, note)));
  }

  private String result(Takeover.Outcome outcome, String note) {
    String standby = facts.standby().environment();
    DrEntries entries = entries();
    String times =
        entries.took(takeover).entrySet().stream()
            .map(one -> one.getKey().word() + " " + DrEntries.seconds(one.getValue()) + " s")
            .collect(Collectors.joining(", "));
    String all = DrEntries.seconds(entries.recovery(takeover));
    String notes =
        java.util.stream.Stream.concat(takeover.notes().stream(), java.util.stream.Stream.of(note))
            .filter(one -> !one.isEmpty())
            .distinct()
            .collect(Collectors.joining("; "));
    String but = notes.isEmpty() ? "" : "; " + notes;
    return switch (outcome) {
      case VERIFIED ->
          switch (takeover.kind()) {
            case DRILL ->
                "%s could take over: recovered in %s s (%s); it stands by again%s"
                    .formatted(standby, all, times, but);
            case FAILOVER ->
                "%s serves: recovered in %s s (%s)%s".formatted(standby, all, times, but);
            case FAILBACK ->
                "%s serves again: in %s s (%s)%s"
                    .formatted(course().to().environment(), all, times, but);
          };
      case FAILED, ABORTED ->
          switch (takeover.kind()) {
            case DRILL -> "%s could not take over%s (%s)".formatted(standby, but, times);
            case FAILOVER ->
                "the failover to %s failed%s. It stays %s; mend that and ask again with `sluice dr failover %s`, or take it back with `sluice dr failback %s`"
                    .formatted(standby, but, facts.standby().role().word(), standby, standby);
            case FAILBACK ->
                "the failback from %s failed%s. Mend that and ask again with `sluice dr failback %s`, or let it serve with `sluice dr failover %s`"
                    .formatted(standby, but, standby, standby);
          };
    };
  }

  private DrEntries entries() {
    return new DrEntries(facts.standby().environment(), facts.standby().ledger(), facts.now());
  }

  private DrDecision append(DrEntries entries) {
    return new DrDecision(List.of(), entries.done(), Map.of(), "", Optional.empty());
  }

  private DrDecision elsewhere(List<Entry> entries) {
    return new DrDecision(entries, List.of(), Map.of(), "", Optional.of(facts.now().plus(LOOK)));
  }

  private DrDecision waits(String what, Instant atMost) {
    Instant look = facts.now().plus(LOOK);
    return new DrDecision(
        List.of(), List.of(), Map.of(), what, Optional.of(look.isBefore(atMost) ? look : atMost));
  }
}
