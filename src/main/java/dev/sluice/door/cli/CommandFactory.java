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
    this.commands = PromotionCommands.of(services, terminal);
    commands.putAll(
        Map.ofEntries(
            Map.entry(DaemonCommand.class, () -> new DaemonCommand(services.daemon())),
            Map.entry(DemoCommand.class, () -> new DemoCommand(services.demo())),
            Map.entry(BenchCommand.class, () -> new BenchCommand(services.bench(), terminal)),
            Map.entry(
                RenderCommand.class,
                () -> new RenderCommand(services.rendering(), directories, terminal)),
            Map.entry(
                DiffCommand.class, () -> new DiffCommand(directories, planner(services, terminal))),
            Map.entry(
                PlanCommand.class,
                () -> new PlanCommand(services.clones(), planner(services, terminal))),
            Map.entry(
                PipelineCommand.class,
                () -> new PipelineCommand(directories, services.clones(), terminal)),
            Map.entry(
                StatusCommand.class,
                () -> new StatusCommand(services.resources(), services.repositories(), terminal)),
            Map.entry(
                SyncCommand.class,
                () ->
                    new SyncCommand(
                        services.resources(), services.pause(), services.clock(), terminal)),
            Map.entry(
                HistoryCommand.class,
                () -> new HistoryCommand(services.clones(), services.promotions(), terminal)),
            Map.entry(DrCommand.class, DrCommand::new),
            Map.entry(
                DrStatusCommand.class,
                () ->
                    new DrStatusCommand(
                        directories, services.clones(), services.clock(), terminal)),
            Map.entry(
                DrPlanCommand.class,
                () ->
                    new DrPlanCommand(directories, services.clones(), services.clock(), terminal)),
            Map.entry(
                VersionCommand.class, () -> new VersionCommand(services.versions(), terminal))));
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
