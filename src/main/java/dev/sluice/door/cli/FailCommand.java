package dev.sluice.door.cli;

import dev.sluice.model.Stopped;
import dev.sluice.promote.machine.Request.Action;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice fail}. */
@Command(
    name = "fail",
    header = "End what is under way as failed.",
    description = {
      "",
      "What follows is what the environment's policy says of failed releases.",
      ""
    })
public final class FailCommand extends RequestCommand {

  @Mixin private Place place = new Place();

  FailCommand(Door door) {
    super(door);
  }

  @Override
  Ask ask(Ports.PromotionDesk desk) throws Stopped {
    return Ask.about(place.in(desk.targets()), Action.FAIL);
  }
}
