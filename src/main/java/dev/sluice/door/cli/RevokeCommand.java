package dev.sluice.door.cli;

import dev.sluice.model.Stopped;
import dev.sluice.promote.machine.Request.Action;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice revoke}. */
@Command(
    name = "revoke",
    header = "Let a verified release not count as such any more.",
    description = {
      "",
      "What follows it downstream and is not recorded yet has to pass its gates again.",
      ""
    })
public final class RevokeCommand extends RequestCommand {

  @Mixin private Place place = new Place();

  @Parameters(
      index = "2",
      arity = "0..1",
      defaultValue = ReleaseNumber.NONE,
      converter = ReleaseNumber.class,
      paramLabel = "RELEASE",
      description = "Number of a verified release (default: the one that runs).")
  private long release;

  RevokeCommand(Door door) {
    super(door);
  }

  @Override
  Ask ask(Ports.PromotionDesk desk) throws Stopped {
    return Ask.about(place.in(desk.targets()), Action.REVOKE).release(release);
  }
}
