package dev.sluice.environments;

import dev.sluice.environments.Shape.Choice;
import dev.sluice.environments.Shape.Field;
import dev.sluice.environments.Shape.Fields;
import dev.sluice.environments.Shape.Flag;
import dev.sluice.environments.Shape.ListOf;
import dev.sluice.environments.Shape.MapOf;
import dev.sluice.environments.Shape.Presence;
import dev.sluice.environments.Shape.Text;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The fields of an environment that say how revisions come into it. */
final class PromotionShape {

  private static final Text SUPERSEDE =
      new Text(
          Pattern.compile("^(latest|sticky|queue)$"), "latest, sticky or queue", List.of("sticky"));

  private static final Text APPLICATION =
      new Text(
          Pattern.compile("^[^/\\s*]{1,200}$"), "the name of an application", List.of("backend"));

  private static final ListOf UNITS =
      new ListOf(
          new ListOf(APPLICATION, "names of applications"), "lists of names of applications");

  private static final Fields ROLLBACK =
      new Fields(
          List.of(
              optional(
                  "automatic",
                  new Flag(false),
                  "Whether a failed release is replaced by the last verified one by itself.")),
          Choice.ANY);

  private static final Fields REVERIFY =
      new Fields(
          List.of(
              optional(
                  "interval",
                  Durations.SHAPE,
                  "How often the http and prometheus gates afterwards are asked again; left out:"
                      + " never."),
              optional(
                  "degraded",
                  Durations.SHAPE,
                  "How long a verified release may be Degraded before it is revoked; left out: as"
                      + " long as it takes.")),
          Choice.ANY);

  /** The fields that an application may have of its own too. */
  private static final List<Field> COMMON =
      List.of(
          optional(
              "gates",
              new ListOf(GateShape.GATE, "gates"),
              "Checks on a revision's way into the environment."),
          optional(
              "supersede",
              SUPERSEDE,
              "Which candidate wins: latest takes the newest, sticky keeps one that is approved or"
                  + " half through its soak, queue takes one after the other; left out: sticky"
                  + " where there is an approval or soak gate, else latest."),
          optional(
              "maxAge",
              Durations.SHAPE,
              "A candidate that waited longer expires; left out: it may wait for good."),
          optional(
              "minHealthy",
              Durations.SHAPE,
              "How long all of a release must have been healthy before it counts as such; left out:"
                  + " healthy once is enough."),
          optional(
              "deadline",
              Durations.SHAPE,
              "How long a release may take until it is verified, apart from what people are waited"
                  + " for; left out: 30m."),
          optional("rollback", ROLLBACK, "What follows a failed release."),
          optional(
              "reverify",
              REVERIFY,
              "When a verified release stops counting as such by itself; left out: never."),
          optional(
              "strategy",
              StrategyShape.STRATEGY,
              "How a release takes the place of the one before; left out: rolling."));

  private static final MapOf APPLICATIONS =
      new MapOf(
          APPLICATION, new Fields(COMMON, Choice.ANY), "applications to what is theirs alone");

  /** The fields, in the order people meet them. */
  static final List<Field> FIELDS =
      Stream.concat(
              COMMON.stream(),
              Stream.of(
                  optional(
                      "maxLag",
                      Durations.SHAPE,
                      "How far the environment may be behind its upstream before that is an alert; left"
                          + " out: any."),
                  optional(
                      "units",
                      UNITS,
                      "Applications that are promoted, and rolled back, together; each list is one unit."),
                  optional(
                      "applications",
                      APPLICATIONS,
                      "What holds for single applications: their gates come on top of the environment's, the"
                          + " other fields take the place of the environment's.")))
          .toList();

  private PromotionShape() {}

  private static Field optional(String name, Shape shape, String meaning) {
    return new Field(name, Presence.OPTIONAL, shape, meaning);
  }
}
