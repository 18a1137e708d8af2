package dev.sluice.door.cli;

import picocli.CommandLine.Command;

/** {@code sluice dr}: standbys. */
@Command(
    name = "dr",
    header = "Show how standbys follow what they stand by for.",
    subcommands = {DrStatusCommand.class},
    synopsisSubcommandLabel = "COMMAND")
public final class DrCommand {}
