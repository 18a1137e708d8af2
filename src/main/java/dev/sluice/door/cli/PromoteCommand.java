package dev.sluice.door.cli;

import dev.sluice.model.Stopped;
import dev.sluice.promote.machine.Request;
import dev.sluice.promote.machine.Request.Action;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice promote}. */
@Command(
    name = "promote",
    header = "Bring a revision into an environment, through its gates.",
    description = {
      "",
      "The revision takes the place of the candidate that waits. It passes the same gates "
          + "as any other; nothing is skipped.",
      ""
    })
public final class PromoteCommand extends RequestCommand {

  @Mixin private Place place = new Place();

  @Option(
      names = "--override",
      paramLabel = "WHAT",
      description = "hotfix: although the revision does not contain a hotfix that runs.")
  private Set<Request.Despite> overrides = Set.of();

  @Parameters(
      index = "2",
      paramLabel = "REVISION",
      description = "The commit: its id, or the first digits where it is known.")
  private String revision = "";

  PromoteCommand(Door door) {
    super(door);
  }

  @Override
  Ask ask(Ports.PromotionDesk desk) throws Stopped {
    return Ask.about(place.in(desk.targets()), Action.PROMOTE)
        .commit(CommitNames.of(desk).full(revision))
        .overriding(overrides);
  }
}
