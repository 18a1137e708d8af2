package dev.sluice.door.cli;

import dev.sluice.promote.machine.Request.Action;
import picocli.CommandLine.Command;

/** {@code sluice dr drill}. */
@Command(
    name = "drill",
    header = "Try whether a standby could take over.",
    description = {
      "",
      "Gives it the role active, waits until all of it is healthy and the gates after a release pass, and gives it"
          + " the role standby again: by itself, also after a crash or when the time is over. Nobody is led there. The"
          + " history keeps how long each step took.",
      ""
    })
public final class DrillCommand extends TakeoverCommand {

  DrillCommand(Door door) {
    super(door, Action.DRILL);
  }
}
