package dev.sluice.environments;

import dev.sluice.environments.Shape.Choice;
import dev.sluice.environments.Shape.Field;
import dev.sluice.environments.Shape.Fields;
import dev.sluice.environments.Shape.Presence;
import dev.sluice.environments.Shape.Text;
import java.util.List;

/** The field that says what an environment runs in which role. */
final class RolesShape {

  private RolesShape() {}

  /**
   * The field.
   *
   * @param overlays what a pattern of overlays may be
   */
  static Field field(Text overlays) {
    return new Field(
        "roles",
        Presence.OPTIONAL,
        new Fields(
            List.of(
                optional("active", active(overlays), "While the environment serves."),
                optional("standby", standby(overlays), "While another one serves.")),
            Choice.ANY),
        "What runs while the environment serves, and while it stands by; left out: always the"
            + " same.");
  }

  private static Fields active(Text overlays) {
    return new Fields(
        List.of(
            overlays(overlays),
            optional(
                "data",
                GateTexts.MANIFEST,
                "Path of the manifest of a Job that brings the data, before the role changes; knows"
                    + " {application} and {environment}."),
            optional(
                "traffic",
                GateTexts.MANIFEST,
                "Path of the manifest of a Job that leads people here, after all is verified; knows"
                    + " {application} and {environment}.")),
        Choice.ANY);
  }

  private static Fields standby(Text overlays) {
    return new Fields(
        List.of(
            overlays(overlays),
            optional(
                "data",
                GateTexts.MANIFEST,
                "Path of the manifest of a Job that makes the data follow again, after the role"
                    + " changed; knows {application} and {environment}.")),
        Choice.ANY);
  }

  private static Field overlays(Text overlays) {
    return optional(
        "overlays",
        overlays,
        "Pattern of the overlay directories in this role; for one of the two, which is not the one"
            + " that the environment begins with.");
  }

  private static Field optional(String name, Shape shape, String meaning) {
    return new Field(name, Presence.OPTIONAL, shape, meaning);
  }
}
