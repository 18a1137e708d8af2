package dev.sluice.environments;

import dev.sluice.environments.Shape.Choice;
import dev.sluice.environments.Shape.Field;
import dev.sluice.environments.Shape.Fields;
import dev.sluice.environments.Shape.Presence;
import java.util.List;

/** The field that says when a standby is tried. */
final class DrillShape {

  static final Field FIELD =
      new Field(
          "drill",
          Presence.OPTIONAL,
          new Fields(
              List.of(
                  new Field(
                      "cron",
                      Presence.REQUIRED,
                      GateTexts.CRON,
                      "When a drill is due, as five cron fields."),
                  new Field(
                      "timeZone",
                      Presence.OPTIONAL,
                      GateTexts.ZONE,
                      "The time zone of the schedule; left out: UTC."),
                  new Field(
                      "deadline",
                      Presence.OPTIONAL,
                      Durations.SHAPE,
                      "How long a drill may take until it goes back; left out: 1h."),
                  new Field(
                      "startWithin",
                      Presence.OPTIONAL,
                      Durations.SHAPE,
                      "How long after it is due a drill may still begin, where something was in its"
                          + " way; left out: 6h.")),
              Choice.ANY),
          "When it is tried whether the environment could take over; left out: when somebody"
              + " asks.");

  private DrillShape() {}
}
