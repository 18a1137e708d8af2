package dev.sluice.environments;

import dev.sluice.environments.Shape.Choice;
import dev.sluice.environments.Shape.Constant;
import dev.sluice.environments.Shape.Field;
import dev.sluice.environments.Shape.Fields;
import dev.sluice.environments.Shape.ListOf;
import dev.sluice.environments.Shape.Presence;
import dev.sluice.environments.Shape.Text;
import java.util.List;
import java.util.regex.Pattern;

/** The one table of the fields of health rules, in an application's file and in files of rules. */
final class HealthShape {

  static final String KIND = "HealthRules";

  private static final Text GROUP =
      new Text(
          Pattern.compile(
              "^(?=.{1,253}$)(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"),
          "an API group, or *. and a domain for all groups below it",
          List.of("example.com", "*.example.com"));

  private static final Text KIND_NAME =
      new Text(
          Pattern.compile("^([A-Z][A-Za-z0-9]*|\\*)$"),
          "a kind, or * for all kinds of the group",
          List.of("Widget", "*"));

  private static final Text STATE =
      new Text(
          Pattern.compile("^(Healthy|Progressing|Degraded|Suspended|Missing|Unknown)$"),
          "Healthy, Progressing, Degraded, Suspended, Missing or Unknown",
          List.of("Degraded"));

  private static final Text EXPRESSION =
      new Text(
          Pattern.compile("\\S"),
          "a CEL expression",
          List.of("object.condition('Ready').status == 'False'"));

  private static final Text SOURCE =
      new Text(
          Pattern.compile("\\S"),
          "a place to read about the status of the kinds",
          List.of("https://example.com/docs/status"));

  private static final Fields RULE =
      new Fields(
          List.of(
              new Field(
                  "state", Presence.REQUIRED, STATE, "The health of an object it applies to."),
              new Field(
                  "when",
                  Presence.OPTIONAL,
                  EXPRESSION,
                  "CEL expression that tells whether it applies; left out: always."),
              new Field(
                  "message",
                  Presence.OPTIONAL,
                  EXPRESSION,
                  "CEL expression of the words for people; only Healthy may leave it out.")),
          Choice.ANY);

  private static final Fields KINDS =
      new Fields(
          List.of(
              new Field(
                  "group",
                  Presence.OPTIONAL,
                  GROUP,
                  "The API group of the kinds; left out: the core group."),
              new Field(
                  "kinds",
                  Presence.REQUIRED,
                  new ListOf(KIND_NAME, "names of kinds"),
                  "The kinds that the rules are for, in whichever version."),
              new Field(
                  "source",
                  Presence.OPTIONAL,
                  SOURCE,
                  "Where the status of the kinds is described."),
              new Field(
                  "rules",
                  Presence.REQUIRED,
                  new ListOf(RULE, "rules"),
                  "The rules; the first that applies gives the health.")),
          Choice.ANY);

  /** The field with the rules. */
  static final ListOf SECTION = new ListOf(KINDS, "kinds with their rules");

  static final Fields ROOT =
      new Fields(
          List.of(
              new Field(
                  "apiVersion",
                  Presence.REQUIRED,
                  new Constant(EnvironmentShape.API_VERSION),
                  "The version of this format."),
              new Field("kind", Presence.REQUIRED, new Constant(KIND), "What this file declares."),
              new Field(
                  "health", Presence.REQUIRED, SECTION, "The rules, by the kinds they are for.")),
          Choice.ANY);

  private HealthShape() {}
}
