package dev.sluice.door.cli;

import dev.sluice.model.Stopped;
import dev.sluice.promote.machine.Request.Action;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice pin}. */
@Command(
    name = "pin",
    header = "Keep what runs: promote nothing over it.",
    description = {"", "Drift is healed as before. A rollback is still possible.", ""})
public final class PinCommand extends RequestCommand {

  @Mixin private Place place = new Place();
  @Mixin private Until until = new Until();

  PinCommand(Door door) {
    super(door);
  }

  @Override
  Ask ask(Ports.PromotionDesk desk) throws Stopped {
    return Ask.about(place.in(desk.targets()), Action.PIN).until(until.at(now()));
  }
}
