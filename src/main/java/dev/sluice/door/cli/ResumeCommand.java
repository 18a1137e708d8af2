package dev.sluice.door.cli;

import dev.sluice.model.Stopped;
import dev.sluice.promote.machine.Request.Action;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice resume}. */
@Command(
    name = "resume",
    header = "Go on after inconclusive evidence.",
    description = {"", "The gates that could not decide count as passed by you.", ""})
public final class ResumeCommand extends RequestCommand {

  @Mixin private Place place = new Place();

  ResumeCommand(Door door) {
    super(door);
  }

  @Override
  Ask ask(Ports.PromotionDesk desk) throws Stopped {
    return Ask.about(place.in(desk.targets()), Action.RESUME);
  }
}
