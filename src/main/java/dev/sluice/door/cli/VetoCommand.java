package dev.sluice.door.cli;

import dev.sluice.model.Stopped;
import dev.sluice.promote.machine.Request.Action;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice veto}. */
@Command(
    name = "veto",
    header = "Keep what a revision renders to from coming into an environment.",
    description = {
      "",
      "It is no candidate any more, whichever commit brings it; what else comes is not held up. What follows the"
          + " environment does not take it either. 'sluice retry' with the same revision lifts it.",
      ""
    })
public final class VetoCommand extends RequestCommand {

  @Mixin private Place place = new Place();

  @Parameters(
      index = "2",
      paramLabel = "REVISION",
      description = "The commit: its id, or the first digits where it is known.")
  private String revision = "";

  VetoCommand(Door door) {
    super(door);
  }

  @Override
  Ask ask(Ports.PromotionDesk desk) throws Stopped {
    return Ask.about(place.in(desk.targets()), Action.VETO)
        .commit(CommitNames.of(desk).full(revision));
  }

  @Override
  boolean needsReason() {
    return true;
  }
}
