package dev.sluice.door.cli;

import dev.sluice.model.Stopped;
import dev.sluice.promote.machine.Request.Action;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice hotfix}. */
@Command(
    name = "hotfix",
    header = "Bring a revision into an environment by the short way.",
    description = {
      "",
      "Leaves out the gates dependsOn and soak, asks for one more approval, and keeps all "
          + "others. Until the revision is merged, later candidates must contain it.",
      ""
    })
public final class HotfixCommand extends RequestCommand {

  @Mixin private Place place = new Place();

  @Parameters(
      index = "2",
      paramLabel = "REVISION",
      description = "The commit: its id, or the first digits where it is known.")
  private String revision = "";

  HotfixCommand(Door door) {
    super(door);
  }

  @Override
  Ask ask(Ports.PromotionDesk desk) throws Stopped {
    return Ask.about(place.in(desk.targets()), Action.HOTFIX)
        .commit(CommitNames.of(desk).full(revision));
  }

  @Override
  boolean needsReason() {
    return true;
  }
}
