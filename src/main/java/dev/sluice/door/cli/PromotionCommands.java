package dev.sluice.door.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Makes the commands about promotions. */
final class PromotionCommands {

  private PromotionCommands() {}

  static Map<Class<?>, Supplier<Object>> of(Services services, Terminal terminal) {
    Door door = new Door(services.promotions(), services.pause(), services.clock(), terminal);
    Map<Class<?>, Supplier<Object>> commands = new HashMap<>();
    commands.put(PromotionsCommand.class, () -> new PromotionsCommand(door));
    commands.put(ApproveCommand.class, () -> new ApproveCommand(door));
    commands.put(RejectCommand.class, () -> new RejectCommand(door));
    commands.put(PromoteCommand.class, () -> new PromoteCommand(door));
    commands.put(HotfixCommand.class, () -> new HotfixCommand(door));
    commands.put(RollbackCommand.class, () -> new RollbackCommand(door));
    commands.put(PinCommand.class, () -> new PinCommand(door));
    commands.put(UnpinCommand.class, () -> new UnpinCommand(door));
    commands.put(VetoCommand.class, () -> new VetoCommand(door));
    commands.put(FreezeCommand.class, () -> new FreezeCommand(door));
    commands.put(UnfreezeCommand.class, () -> new UnfreezeCommand(door));
    commands.put(AbortCommand.class, () -> new AbortCommand(door));
    commands.put(ResumeCommand.class, () -> new ResumeCommand(door));
    commands.put(FailCommand.class, () -> new FailCommand(door));
    commands.put(RetryCommand.class, () -> new RetryCommand(door));
    commands.put(RevokeCommand.class, () -> new RevokeCommand(door));
    commands.put(DrillCommand.class, () -> new DrillCommand(door));
    commands.put(FailoverCommand.class, () -> new FailoverCommand(door));
    commands.put(FailbackCommand.class, () -> new FailbackCommand(door));
    commands.put(AcknowledgeCommand.class, () -> new AcknowledgeCommand(door));
    return commands;
  }
}
