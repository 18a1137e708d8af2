package dev.sluice.door.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of the command line. */
@Command(
    name = "sluice",
    header = "A GitOps daemon with promotion gates, and its command line.",
    description = {
      "",
      "Follows config repositories, renders each environment's Kustomize overlays, and keeps the"
          + " cluster as Git wants it.",
      ""
    },
    subcommands = {
      DemoCommand.class,
      DaemonCommand.class,
      RenderCommand.class,
      DiffCommand.class,
      PlanCommand.class,
      PipelineCommand.class,
      StatusCommand.class,
      SyncCommand.class,
      HistoryCommand.class,
      DrCommand.class,
      PromotionsCommand.class,
      ApproveCommand.class,
      RejectCommand.class,
      PromoteCommand.class,
      HotfixCommand.class,
      RollbackCommand.class,
      PinCommand.class,
      UnpinCommand.class,
      VetoCommand.class,
      FreezeCommand.class,
      UnfreezeCommand.class,
      AbortCommand.class,
      ResumeCommand.class,
      FailCommand.class,
      RetryCommand.class,
      RevokeCommand.class,
      AcknowledgeCommand.class,
      BenchCommand.class,
      VersionCommand.class
    },
    mixinStandardHelpOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed: the message names the reason",
      "2:wrong usage, settings or environment files",
      "3:a repository, cluster or the renderer cannot be reached",
      "4:access was denied",
      "10:diff or plan with --exit-code found changes"
    })
public final class SluiceCommand {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Say more on standard error, stack traces included.")
  private boolean verbose;

  /** Whether more is to be said on standard error. */
  boolean isVerbose() {
    return verbose;
  }
}
