package dev.sluice.door.cli;

import dev.sluice.promote.machine.Request.Action;
import picocli.CommandLine.Command;

/** {@code sluice dr failback}. */
@Command(
    name = "failback",
    header = "Let what a standby follows serve again.",
    description = {
      "",
      "Gives the standby its role standby, brings the data back, gives the original the role active, waits until all of it is"
          + " healthy and verified, leads people there, and ends the freeze that the failover left.",
      ""
    })
public final class FailbackCommand extends TakeoverCommand {

  FailbackCommand(Door door) {
    super(door, Action.FAILBACK);
  }

  @Override
  boolean needsReason() {
    return true;
  }
}
