package dev.sluice.door.cli;

import dev.sluice.model.DurationText;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Gate;
import java.time.Duration;

/** A gate in a few words. */
final class GateLine {

  private GateLine() {}

  /** For people: {@code soak 30m}; with the gate's name in front where it has one of its own. */
  static String of(Gate gate) {
    String words = (gate.word() + " " + about(gate)).strip();
    return gate.name().equals(gate.word()) ? words : gate.name() + ": " + words;
  }

  private static String about(Gate gate) {
    return switch (gate) {
      case Gate.DependsOn one ->
          (one.match() == Follows.Match.ANY && one.environments().size() > 1 ? "any of " : "")
              + String.join(", ", one.environments());
      case Gate.Health one -> length(one.minHealthy());
      case Gate.Soak one -> length(one.duration());
      case Gate.Window one -> window(one);
      case Gate.Schedule one -> one.cron() + " " + one.timeZone();
      case Gate.Approval one -> approval(one);
      case Gate.StatusCheck one -> one.context() + " by " + one.reporter().words();
      case Gate.Job one ->
          one.manifest() + (one.reversible() == Gate.Reversible.NO ? ", irreversible" : "");
      case Gate.Http one ->
          "%s %d, %s".formatted(one.url(), one.expect(), attempts(one.attempts(), "tries"));
      case Gate.Prometheus one ->
          "%s, %s".formatted(one.success(), attempts(one.samples(), "samples"));
      case Gate.Signature one -> one.keys();
      case Gate.Images one ->
          one.waived().isEmpty() ? "" : "except " + String.join(", ", one.waived());
      case Gate.Config one -> String.join(", ", one.required().keySet());
    };
  }

  private static String window(Gate.Window gate) {
    String allowed = String.join(", ", gate.allow());
    String denied = gate.deny().isEmpty() ? "" : "not " + String.join(", ", gate.deny());
    return (allowed + " " + denied).strip() + " " + gate.timeZone();
  }

  private static String approval(Gate.Approval gate) {
    return gate.count()
        + (gate.team().isEmpty() ? "" : " of " + gate.team())
        + (gate.paths().isEmpty() ? "" : ", of changes in " + String.join(", ", gate.paths()))
        + (gate.expiry().isZero() ? "" : ", for " + length(gate.expiry()));
  }

  private static String attempts(Gate.Attempts attempts, String what) {
    return "%d %s %s apart".formatted(attempts.count(), what, length(attempts.interval()));
  }

  /** Empty for none. */
  static String length(Duration length) {
    return length.isZero() ? "" : DurationText.of(length);
  }
}
