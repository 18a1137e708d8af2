package dev.sluice.door.cli;

import dev.sluice.model.promotion.ApprovalRecord.Decision;
import picocli.CommandLine.Command;

/** {@code sluice approve}. */
@Command(
    name = "approve",
    header = "Say yes to the candidate that waits for an environment.",
    description = {
      "",
      "Shows what it is before it says so. What you approve is what it renders to: an approval does not carry"
          + " over to anything else. Who you are is asked of the API server.",
      ""
    })
public final class ApproveCommand extends VoteCommand {

  ApproveCommand(Door door) {
    super(door, Decision.APPROVE);
  }
}
