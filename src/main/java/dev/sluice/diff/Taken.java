package dev.sluice.diff;

import dev.sluice.live.Subject;
import dev.sluice.model.Failure;
import dev.sluice.model.Labels;
import dev.sluice.model.Reason;
import dev.sluice.render.DesiredObject;

/** Objects that another tool holds. */
final class Taken {

  private Taken() {}

  static Failure byTool(Subject subject, DesiredObject desired, Tool tool) {
    return Failure.at(
        Reason.OWNED_BY_OTHER_TOOL,
        desired.manifest().origin(),
        "metadata.name",
        subject.key() + " is managed by " + tool.title(),
        "Stop "
            + tool.title()
            + " from managing it, then allow to take it over: adopt: true in application.yaml or in"
            + " spec.sync of the environment, or the annotation "
            + Labels.ADOPT
            + ": \"true\" on the object in Git. See docs/adoption.md.");
  }
}
