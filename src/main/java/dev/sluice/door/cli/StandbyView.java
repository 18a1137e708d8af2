package dev.sluice.door.cli;

import dev.sluice.model.Environment;
import dev.sluice.model.promotion.Role;
import dev.sluice.promote.RoleInForce;
import dev.sluice.promote.dr.DrillCalendar;
import dev.sluice.promote.dr.Takeover;
import dev.sluice.promote.ledger.LedgerState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The role of a standby, and how its last drill or failover went. */
final class StandbyView {

  private StandbyView() {}

  /**
   * A standby.
   *
   * @param environment as declared
   * @param original what it stands by for; empty where that is not declared here
   * @param ledger as the clone has it
   * @param now the time
   */
  record Standby(
      Environment environment, Optional<Environment> original, LedgerState ledger, Instant now) {

    Role role() {
      return RoleInForce.of(ledger).orElse(environment.roles().initial());
    }

    Optional<Takeover> takeover() {
      return Takeover.newest(ledger);
    }

    private Optional<Takeover> drill() {
      return Takeover.newest(Takeover.Kind.DRILL, ledger.history(""));
    }

    private Optional<DrillView> scheduled() {
      return environment
          .drill()
          .map(drill -> new DrillView(new DrillCalendar(drill, ledger.history("")), now));
    }

    /** That a failover cannot keep the original from serving. */
    private Optional<String> unfenced() {
      return original
          .filter(one -> role() == Role.STANDBY && environment.roles().differ())
          .filter(one -> !one.roles().differ())
          .map(one ->
              "%s: a failover only freezes %s, and what runs there goes on serving: it has no roles.standby.overlays"
                  .formatted(environment.name(), one.name()));
    }

    private boolean isWorthALine() {
      return environment.roles().differ()
          || takeover().isPresent()
          || environment.drill().isPresent();
    }
  }

  /** A line or two for each that has roles or was tried. */
  static void explain(List<Standby> standbys, Terminal terminal) {
    for (Standby one : standbys.stream().filter(Standby::isWorthALine).toList()) {
      String name = one.environment().name();
      terminal
          .out()
          .println(
              switch (one.role()) {
                case STANDBY -> "%s stands by; %s".formatted(name, last(one));
                case ACTIVE -> "%s SERVES; %s".formatted(name, last(one));
              });
      one.drill()
          .filter(drill -> one.takeover().filter(drill::equals).isEmpty())
          .map(drill -> "%s: %s".formatted(name, ended(drill)))
          .ifPresent(terminal.out()::println);
      one.unfenced().ifPresent(terminal.out()::println);
      one.scheduled().ifPresent(drills -> drills.lines(name).forEach(terminal.out()::println));
    }
    terminal.out().flush();
  }

  static Map<String, Object> tree(Standby one) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("environment", one.environment().name());
    tree.put("role", one.role().word());
    one.takeover().ifPresent(takeover -> tree.put("last", tree(takeover)));
    tree.put("unfenced", one.unfenced().orElse(""));
    one.drill().ifPresent(drill -> tree.put("lastDrill", tree(drill)));
    one.scheduled().ifPresent(drills -> tree.put("drill", drills.tree()));
    return tree;
  }

  private static Map<String, Object> tree(Takeover takeover) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", takeover.kind().word());
    tree.put("by", takeover.beginning().by());
    tree.put("reason", takeover.beginning().reason());
    tree.put("began", takeover.beginning().at().toString());
    tree.put("deadline", takeover.deadline().toString());
    tree.put("step", takeover.step().word());
    tree.put("notes", takeover.notes());
    tree.put("outcome", takeover.outcome().map(Takeover.Outcome::word).orElse(""));
    Map<String, Object> seconds = new LinkedHashMap<>();
    takeover.took().forEach((step, took) -> seconds.put(step.word(), took.toMillis() / 1000.0));
    tree.put("seconds", seconds);
    tree.put("recoverySeconds", takeover.recovery().toMillis() / 1000.0);
    tree.put("message", takeover.outcome().isPresent() ? takeover.last().reason() : "");
    return tree;
  }

  private static String last(Standby one) {
    return one.takeover()
        .map(StandbyView::ended)
        .orElse("it was never tried: sluice dr drill " + one.environment().name());
  }

  /** How it ended, or how far it is. */
  private static String ended(Takeover takeover) {
    return takeover
        .outcome()
        .map(outcome ->
            "its last %s, %s: %s: %s"
                .formatted(
                    takeover.kind().word(),
                    time(takeover.last().at()),
                    outcome.word(),
                    takeover.last().reason()))
        .orElseGet(() ->
            "a %s that %s asked for at %s is under way, at the step %s%s"
                .formatted(
                    takeover.kind().word(),
                    takeover.beginning().by(),
                    time(takeover.beginning().at()),
                    takeover.step().word(),
                    takeover.notes().stream().map("; "::concat).collect(Collectors.joining())));
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
