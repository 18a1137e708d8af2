package dev.sluice;

import dev.sluice.door.cli.CommandFactory;
import dev.sluice.door.cli.SluiceCommandLine;
import dev.sluice.door.cli.Terminal;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.time.Clock;

/**
 * Daemon or command. Together with {@link Assembly} the only place where things are put together.
 */
@QuarkusMain
public final class Main {

  private Main() {}

  /** Entry of the packaged program. */
  public static void main(String... args) {
    int code;
    try (CommandPorts ports = new CommandPorts(Clock.systemUTC())) {
      Terminal terminal = Terminal.ofProcess(System.getenv());
      code =
          new SluiceCommandLine(new CommandFactory(ports.services(), terminal), terminal)
              .execute(args);
    }
    System.exit(code);
  }
}
