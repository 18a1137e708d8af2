package dev.sluice.door.cli;

import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** Makes the commands, each with the ports it needs. */
public final class CommandFactory implements CommandLine.IFactory {

  private final CommandLine.IFactory fallback = CommandLine.defaultFactory();
  private final Map<Class<?>, Supplier<Object>> commands;

  /** A factory over these ports. Nothing is opened before a command runs. */
  public CommandFactory(Services services, Terminal terminal) {
    Ports.Directories directories = services.directories();
    this.commands =
        Map.of(
            DaemonCommand.class,
            () -> new DaemonCommand(services.daemon()),
            DemoCommand.class,
            () -> new DemoCommand(services.demo()),
            BenchCommand.class,
            () -> new BenchCommand(services.bench(), terminal),
            RenderCommand.class,
            () -> new RenderCommand(services.rendering(), directories, terminal),
            DiffCommand.class,
            () -> new DiffCommand(directories, planner(services, terminal)),
            PlanCommand.class,
            () -> new PlanCommand(services.clones(), planner(services, terminal)),
            PipelineCommand.class,
            () -> new PipelineCommand(directories, services.clones(), terminal),
            StatusCommand.class,
            () -> new StatusCommand(services.resources(), services.repositories(), terminal),
            SyncCommand.class,
            () ->
                new SyncCommand(services.resources(), services.pause(), services.clock(), terminal),
            HistoryCommand.class,
            () -> new HistoryCommand(services.clones(), terminal),
            VersionCommand.class,
            () -> new VersionCommand(services.versions(), terminal));
  }

  private static PlanPrinter planner(Services services, Terminal terminal) {
    return new PlanPrinter(services.planningRoom(), services.resources(), terminal);
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    Supplier<Object> command = commands.get(type);
    return command == null ? fallback.create(type) : type.cast(command.get());
  }
}
