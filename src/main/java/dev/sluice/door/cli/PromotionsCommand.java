package dev.sluice.door.cli;

import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.promote.machine.Promotion;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice promotions}: what is on its way. */
@Command(
    name = "promotions",
    header = "Show what is on its way between environments, and what it waits for.",
    description = {
      "",
      "Of each application in each environment: what has not ended, and the last one that has. The"
          + " ledger has the rest, see 'sluice history'.",
      ""
    })
public final class PromotionsCommand implements Callable<Integer> {

  private static final Comparator<Promotion> IN_READING_ORDER =
      Comparator.comparing(Promotion::target)
          .thenComparing(Promotion::created)
          .thenComparing(Promotion::id);

  private final Ports.PromotionResources resources;
  private final Terminal terminal;

  @Mixin private TargetFilter filter = new TargetFilter();
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private OutputFormat output = new OutputFormat();

  @Option(names = "--all", description = "The other ones that have ended too, as far as kept.")
  private boolean all;

  PromotionsCommand(Door door) {
    this.resources = door.resources();
    this.terminal = door.terminal();
  }

  @Override
  public Integer call() throws Stopped {
    List<Promotion> stored = resources.open(cluster.choice()).promotions().list();
    List<Promotion> wanted = filter.of(all ? stored : topical(stored), Promotion::target);
    List<Promotion> sorted = wanted.stream().sorted(IN_READING_ORDER).toList();
    output.print(terminal, PromotionView.table(sorted), PromotionView.tree(sorted));
    if (sorted.isEmpty() && output.isForPeople()) {
      terminal.out().println("Nothing is on its way.");
      terminal.out().flush();
    }
    return 0;
  }

  private static List<Promotion> topical(List<Promotion> stored) {
    Map<TargetId, Promotion> lastEnded = new HashMap<>();
    stored.stream()
        .filter(one -> one.state().isTerminal())
        .sorted(Comparator.comparing(Promotion::since))
        .forEach(one -> lastEnded.put(one.target(), one));
    return stored.stream()
        .filter(one -> !one.state().isTerminal() || lastEnded.containsValue(one))
        .toList();
  }
}
