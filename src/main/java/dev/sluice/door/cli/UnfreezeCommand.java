package dev.sluice.door.cli;

import dev.sluice.model.Stopped;
import dev.sluice.promote.machine.Request.Action;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice unfreeze}. */
@Command(
    name = "unfreeze",
    header = "End a freeze before its time.",
    description = {"", "Name with -e and -a exactly what was frozen.", ""})
public final class UnfreezeCommand extends RequestCommand {

  @Mixin private Coverage coverage = new Coverage();

  UnfreezeCommand(Door door) {
    super(door);
  }

  @Override
  Ask ask(Ports.PromotionDesk desk) throws Stopped {
    return Ask.about(coverage.in(desk.targets()), Action.UNFREEZE);
  }
}
