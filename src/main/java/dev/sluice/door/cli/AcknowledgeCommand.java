package dev.sluice.door.cli;

import dev.sluice.kube.Scope;
import dev.sluice.model.Stopped;
import dev.sluice.promote.machine.Request.Action;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice acknowledge}. */
@Command(
    name = "acknowledge",
    header = "Take a ledger as it stands after it was edited by hand.",
    description = {
      "",
      "Until then nothing is promoted in the environment. Look at its history first: you vouch for what"
          + " it says.",
      ""
    })
public final class AcknowledgeCommand extends RequestCommand {

  @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "Name of the environment.")
  private String environment = "";

  @Option(
      names = "--repository",
      paramLabel = "NAME",
      defaultValue = "",
      description = "The config repository, where several have this environment.")
  private String repository = "";

  AcknowledgeCommand(Door door) {
    super(door);
  }

  @Override
  Ask ask(Ports.PromotionDesk desk) throws Stopped {
    Scope scope = new Scope(repository, environment, "");
    return Ask.about(Coverage.existing(scope, desk.targets()), Action.ACKNOWLEDGE);
  }

  @Override
  boolean needsReason() {
    return true;
  }
}
