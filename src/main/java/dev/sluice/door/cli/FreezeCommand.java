package dev.sluice.door.cli;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.promote.machine.Request.Action;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice freeze}. */
@Command(
    name = "freeze",
    header = "Promote nothing, or write nothing at all, for a while.",
    description = {
      "",
      "Level 1 stops promotions; drift is healed as before, and a rollback passes. Level 2 stops every"
          + " write: drift is only reported. Without -e and -a it covers everything, which takes a right"
          + " for everything.",
      ""
    })
public final class FreezeCommand extends RequestCommand {

  @Mixin private Coverage coverage = new Coverage();
  @Mixin private Until until = new Until();

  @Option(
      names = "--level",
      paramLabel = "1|2",
      required = true,
      description = "1 stops promotions, 2 stops every write.")
  private int level;

  FreezeCommand(Door door) {
    super(door);
  }

  @Override
  Ask ask(Ports.PromotionDesk desk) throws Stopped {
    if (level != 1 && level != 2) {
      throw wrong("there is no level " + level, "1 stops promotions, 2 stops every write");
    }
    Optional<Instant> end = until.at(now());
    if (end.isEmpty()) {
      throw wrong(
          "sluice freeze needs --until",
          "A freeze that nobody ends is forgotten: say when it ends by itself, such as 8h");
    }
    return Ask.about(coverage.in(desk.targets()), Action.FREEZE).level(level).until(end);
  }

  @Override
  boolean needsReason() {
    return true;
  }

  private static Stopped wrong(String message, String remedy) {
    return new Stopped(Failure.of(Reason.INVALID_CONFIGURATION, message, remedy));
  }
}
