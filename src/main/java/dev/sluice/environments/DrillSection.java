package dev.sluice.environments;

import dev.sluice.model.promotion.DrillSchedule;
import dev.sluice.model.promotion.Follows;
import java.util.Optional;

/** From the checked {@code spec.drill} to when a standby is tried. */
record DrillSection(Values values, Complaints complaints) {

  private static final String PATH = "spec.drill";

  /** The schedule of an environment that follows this; empty where none is given. */
  Optional<DrillSchedule> drill(Follows follows) {
    if (!values.has(PATH + ".cron")) {
      return Optional.empty();
    }
    if (!(follows instanceof Follows.Upstream upstream) || upstream.mode() != Follows.Mode.MIRROR) {
      complaints.add(
          values.line(PATH),
          PATH,
          "tries nothing: the environment is no standby",
          "Take it out, or follow one environment with verified: true");
    }
    GateChecks checks = new GateChecks(values, complaints);
    return Optional.of(
        new DrillSchedule(
            checks.cron(PATH + ".cron"),
            checks.zone(PATH + ".timeZone"),
            Durations.of(values.text(PATH + ".deadline"), DrillSchedule.DEADLINE),
            Durations.of(values.text(PATH + ".startWithin"), DrillSchedule.START_WITHIN)));
  }
}
