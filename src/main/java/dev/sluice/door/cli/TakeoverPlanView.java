package dev.sluice.door.cli;

import dev.sluice.promote.dr.Step;
import dev.sluice.promote.dr.Takeover;
import dev.sluice.promote.dr.TakeoverPlan;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The steps of a takeover for people and for programs.
 *
 * @param plan what would be done
 */
record TakeoverPlanView(TakeoverPlan plan) {

  Table table() {
    List<TakeoverPlan.Planned> steps = plan.steps();
    return new Table(
        List.of("#", "STEP", "ENVIRONMENT", "LAST DRILL", "WHAT"),
        IntStream.range(0, steps.size()).mapToObj(i -> row(i + 1, steps.get(i))).toList());
  }

  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", plan.kind().word());
    tree.put("refused", plan.refused().orElse(""));
    tree.put("warning", plan.warning().orElse(""));
    tree.put("steps", plan.steps().stream().map(this::tree).toList());
    return tree;
  }

  /** Says what is to be known before. */
  void explain(Terminal terminal) {
    plan.warning().ifPresent(warning -> terminal.out().println("Mind: " + warning + "."));
    plan.refused()
        .ifPresent(why -> terminal.out().println("It would be refused now: " + why + "."));
    terminal.out().flush();
  }

  private Table.Row row(int number, TakeoverPlan.Planned step) {
    return Table.Row.of(
        Table.Cell.plain(Integer.toString(number)),
        Table.Cell.plain(step.step().word()),
        Table.Cell.plain(step.where()),
        Table.Cell.plain(
            took(step.step())
                .map(time -> String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0))
                .orElse("-")),
        Table.Cell.plain(step.what()));
  }

  private Map<String, Object> tree(TakeoverPlan.Planned step) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("step", step.step().word());
    tree.put("environment", step.where());
    tree.put("what", step.what());
    took(step.step()).ifPresent(time -> tree.put("lastDrillSeconds", time.toMillis() / 1000.0));
    return tree;
  }

  /** How long a step took in the last drill; a failback brings up the other environment. */
  private Optional<Duration> took(Step step) {
    return plan.kind() == Takeover.Kind.FAILBACK
        ? Optional.empty()
        : Takeover.newest(Takeover.Kind.DRILL, plan.facts().standby().ledger().history(""))
            .flatMap(drill -> Optional.ofNullable(drill.took().get(step)));
  }
}
