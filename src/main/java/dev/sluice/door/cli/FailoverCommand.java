package dev.sluice.door.cli;

import dev.sluice.promote.machine.Request.Action;
import picocli.CommandLine.Command;

/** {@code sluice dr failover}. */
@Command(
    name = "failover",
    header = "Let a standby serve instead of what it follows.",
    description = {
      "",
      "Fences the original as far as it can be reached, brings the data, gives the standby the role active, waits until all"
          + " of it is healthy and verified, and leads people there. Each step is recorded before it is done.",
      ""
    })
public final class FailoverCommand extends TakeoverCommand {

  FailoverCommand(Door door) {
    super(door, Action.FAILOVER);
  }

  @Override
  boolean needsReason() {
    return true;
  }
}
