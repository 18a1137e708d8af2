package dev.sluice.door.cli;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import picocli.CommandLine;

/** Runs the command that the arguments name and turns whatever happens into an exit code. */
public final class SluiceCommandLine {

  private final CommandLine commandLine;
  private final SluiceCommand root = new SluiceCommand();
  private final Terminal terminal;

  /**
   * A command line.
   *
   * @param commands makes the commands
   * @param terminal where they print
   */
  public SluiceCommandLine(CommandFactory commands, Terminal terminal) {
    this.terminal = terminal;
    this.commandLine = new CommandLine(root, commands);
    commandLine.setOut(terminal.out());
    commandLine.setErr(terminal.err());
    commandLine.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setUsageHelpAutoWidth(false);
    commandLine.setUsageHelpWidth(100);
    commandLine.setExecutionExceptionHandler((thrown, command, parsed) -> report(thrown));
    commandLine.setParameterExceptionHandler(this::wrongUsage);
  }

  /** Runs and returns the exit code. */
  public int execute(String... arguments) {
    if (arguments.length == 0) {
      commandLine.usage(terminal.err());
      return Reason.Exit.USAGE.code();
    }
    int code = commandLine.execute(arguments);
    terminal.out().flush();
    terminal.err().flush();
    return code;
  }

  private int report(Exception thrown) {
    if (root.isVerbose()) {
      thrown.printStackTrace(terminal.err());
    }
    return switch (thrown) {
      case Stopped stopped -> FailureLines.print(stopped.failure(), terminal);
      default ->
          FailureLines.print(
              Failure.of(
                  Reason.INTERNAL,
                  "an unexpected " + thrown,
                  root.isVerbose()
                      ? "Please report it with the trace above"
                      : "Run it again with --verbose for the trace, and please report it"),
              terminal);
    };
  }

  private int wrongUsage(CommandLine.ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    terminal.err().println("sluice: " + wrong.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, terminal.err())) {
      terminal.err().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    terminal.err().flush();
    return Reason.Exit.USAGE.code();
  }
}
