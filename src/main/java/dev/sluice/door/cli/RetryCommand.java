package dev.sluice.door.cli;

import dev.sluice.model.Stopped;
import dev.sluice.promote.machine.Request.Action;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice retry}. */
@Command(
    name = "retry",
    header = "Try again what failed, was rejected or is held.",
    description = {"", "Lifts the veto on it. It passes its gates again.", ""})
public final class RetryCommand extends RequestCommand {

  @Mixin private Place place = new Place();

  @Parameters(
      index = "2",
      arity = "0..1",
      defaultValue = "",
      paramLabel = "REVISION",
      description = "Only this commit: its id, or its first digits.")
  private String revision = "";

  RetryCommand(Door door) {
    super(door);
  }

  @Override
  Ask ask(Ports.PromotionDesk desk) throws Stopped {
    Ask ask = Ask.about(place.in(desk.targets()), Action.RETRY);
    return revision.isEmpty() ? ask : ask.commit(CommitNames.of(desk).full(revision));
  }
}
