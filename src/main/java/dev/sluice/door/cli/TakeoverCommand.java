package dev.sluice.door.cli;

import dev.sluice.kube.Scope;
import dev.sluice.model.Stopped;
import dev.sluice.promote.machine.Request.Action;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks for a drill, a failover or a failback: what takes its time. */
abstract class TakeoverCommand extends RequestCommand {

  /** A takeover that nobody gives another end is over by then, and tidied up. */
  private static final Duration LONGEST = Duration.ofMinutes(95);

  private final Action action;

  @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "Name of the standby.")
  private String environment = "";

  @Option(
      names = "--repository",
      paramLabel = "NAME",
      defaultValue = "",
      description = "The config repository, where several have this environment.")
  private String repository = "";

  @Option(
      names = "--wait",
      description = "Wait until it is over, and tell how it went: done is 0, failed is 1.")
  private boolean wait;

  @Mixin private Until until = new Until();

  TakeoverCommand(Door door, Action action) {
    super(door);
    this.action = action;
  }

  @Override
  final Ask ask(Ports.PromotionDesk desk) throws Stopped {
    Scope scope = new Scope(repository, environment, "");
    return Ask.about(Coverage.existing(scope, desk.targets()), action).until(until.at(now()));
  }

  @Override
  final Patience.Wait waits() {
    return wait ? new Patience.Wait.AtLeast(LONGEST) : new Patience.Wait.ForRefusal();
  }
}
