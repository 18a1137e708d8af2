package dev.sluice.door.cli;

import dev.sluice.model.promotion.ApprovalRecord.Decision;
import picocli.CommandLine.Command;

/** {@code sluice reject}. */
@Command(
    name = "reject",
    header = "Say no to the candidate that waits for an environment.",
    description = {
      "",
      "It ends there; a newer candidate may come, or somebody asks for this one again with 'sluice retry'.",
      ""
    })
public final class RejectCommand extends VoteCommand {

  RejectCommand(Door door) {
    super(door, Decision.REJECT);
  }
}
