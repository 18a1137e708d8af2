package dev.sluice.door.cli;

import picocli.CommandLine.Command;

/** {@code sluice dr}: standbys. */
@Command(
    name = "dr",
    header = "Show standbys, try them, and let them take over.",
    subcommands = {
      DrStatusCommand.class,
      DrPlanCommand.class,
      DrillCommand.class,
      FailoverCommand.class,
      FailbackCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class DrCommand {}
