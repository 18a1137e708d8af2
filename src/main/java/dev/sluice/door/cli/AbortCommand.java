package dev.sluice.door.cli;

import dev.sluice.model.Stopped;
import dev.sluice.promote.machine.Request.Action;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice abort}. */
@Command(
    name = "abort",
    header = "Drop what waits for an environment.",
    description = {
      "",
      "Only what is not recorded in the ledger yet can be dropped; what runs is taken back "
          + "with 'sluice rollback'.",
      ""
    })
public final class AbortCommand extends RequestCommand {

  @Mixin private Place place = new Place();

  @Parameters(
      index = "2",
      arity = "0..1",
      defaultValue = "",
      paramLabel = "REVISION",
      description = "Only this commit: its id, or its first digits.")
  private String revision = "";

  AbortCommand(Door door) {
    super(door);
  }

  @Override
  Ask ask(Ports.PromotionDesk desk) throws Stopped {
    Ask ask = Ask.about(place.in(desk.targets()), Action.ABORT);
    return revision.isEmpty() ? ask : ask.commit(CommitNames.of(desk).full(revision));
  }
}
