package dev.sluice.environments;

import dev.sluice.environments.Shape.Choice;
import dev.sluice.environments.Shape.Constant;
import dev.sluice.environments.Shape.Field;
import dev.sluice.environments.Shape.Fields;
import dev.sluice.environments.Shape.Flag;
import dev.sluice.environments.Shape.ListOf;
import dev.sluice.environments.Shape.Presence;
import java.util.List;

/** The one table of an Application's fields. */
final class ApplicationShape {

  static final String KIND = "Application";

  private static final Fields METADATA =
      new Fields(
          List.of(
              new Field(
                  "name",
                  Presence.OPTIONAL,
                  Names.SHAPE,
                  "The application's name, for readers: its directory names it.")),
          Choice.ANY);

  private static final Fields CONFIG =
      new Fields(
          List.of(
              new Field(
                  "required",
                  Presence.REQUIRED,
                  GateShape.REQUIRED,
                  "The variables that must be set, each with the rule its value has to meet.")),
          Choice.ANY);

  private static final Fields SPEC =
      new Fields(
          List.of(
              new Field(
                  "dependsOn",
                  Presence.OPTIONAL,
                  new ListOf(Names.SHAPE, "names of applications"),
                  "Applications that must run and be healthy in the same environment before this"
                      + " one is brought to a new revision."),
              new Field(
                  "adopt",
                  Presence.OPTIONAL,
                  new Flag(false),
                  "Whether objects that Argo CD, Flux or Helm still own are taken over."),
              IgnoreSection.FIELD,
              new Field(
                  "health",
                  Presence.OPTIONAL,
                  HealthShape.SECTION,
                  "Rules that tell how the application's objects fare, by the kinds they are"
                      + " for."),
              new Field(
                  "config",
                  Presence.OPTIONAL,
                  CONFIG,
                  "What the application needs to be told, for gates of the kind config.")),
          Choice.ANY);

  static final Fields ROOT =
      new Fields(
          List.of(
              new Field(
                  "apiVersion",
                  Presence.REQUIRED,
                  new Constant(EnvironmentShape.API_VERSION),
                  "The version of this format."),
              new Field("kind", Presence.REQUIRED, new Constant(KIND), "What this file declares."),
              new Field("metadata", Presence.OPTIONAL, METADATA, "Names the application."),
              new Field(
                  "spec",
                  Presence.REQUIRED,
                  SPEC,
                  "What holds for the application in every environment.")),
          Choice.ANY);

  private ApplicationShape() {}
}
