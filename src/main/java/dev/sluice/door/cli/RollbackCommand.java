package dev.sluice.door.cli;

import dev.sluice.model.Stopped;
import dev.sluice.promote.machine.Request;
import dev.sluice.promote.machine.Request.Action;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice rollback}. */
@Command(
    name = "rollback",
    header = "Go back to a verified release.",
    description = {
      "",
      "Makes a new release of an earlier commit. It skips dependsOn, soak and window, pins "
          + "the environment so that nothing is promoted over it, and keeps what was rolled back "
          + "from coming again. The branch in Git is left as it is.",
      ""
    })
public final class RollbackCommand extends RequestCommand {

  @Mixin private Place place = new Place();

  @Option(
      names = "--override",
      paramLabel = "WHAT",
      description =
          "irreversible: go back although a hook or Job that is declared irreversible ran since.")
  private Set<Request.Despite> overrides = Set.of();

  @Parameters(
      index = "2",
      arity = "0..1",
      defaultValue = ReleaseNumber.NONE,
      converter = ReleaseNumber.class,
      paramLabel = "RELEASE",
      description =
          "Number of a verified release, as 'sluice history' shows it (default: the last good one).")
  private long release;

  RollbackCommand(Door door) {
    super(door);
  }

  @Override
  Ask ask(Ports.PromotionDesk desk) throws Stopped {
    return Ask.about(place.in(desk.targets()), Action.ROLLBACK)
        .release(release)
        .overriding(overrides);
  }
}
