package dev.sluice.door.cli;

import dev.sluice.model.Stopped;
import dev.sluice.promote.machine.Request.Action;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice unpin}. */
@Command(
    name = "unpin",
    header = "Let revisions come in again.",
    description = {"", "Takes back a pin, also the one of a rollback.", ""})
public final class UnpinCommand extends RequestCommand {

  @Mixin private Place place = new Place();

  UnpinCommand(Door door) {
    super(door);
  }

  @Override
  Ask ask(Ports.PromotionDesk desk) throws Stopped {
    return Ask.about(place.in(desk.targets()), Action.UNPIN);
  }
}
