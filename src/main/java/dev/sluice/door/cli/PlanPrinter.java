package dev.sluice.door.cli;

import dev.sluice.diff.Change;
import dev.sluice.door.cli.PlanView.Planned;
import dev.sluice.kube.TargetStore.Stored;
import dev.sluice.loop.DryPlan;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Plans targets one after the other and prints what comes of it. */
final class PlanPrinter {

  private final Ports.PlanningRoom planningRoom;
  private final Ports.TargetResources resources;
  private final Terminal terminal;

  PlanPrinter(Ports.PlanningRoom planningRoom, Ports.TargetResources resources, Terminal terminal) {
    this.planningRoom = planningRoom;
    this.resources = resources;
    this.terminal = terminal;
  }

  /** The files to plan. */
  @FunctionalInterface
  interface Files {

    /** The files, under the name that the daemon has for their repository. */
    Source of(String repository);
  }

  /** Who changed what. */
  @FunctionalInterface
  interface Authors {

    /** The commits behind these objects, as far as they are known. */
    Map<ObjectKey, CommitInfo> of(Ports.Planning planning, Target target, Set<ObjectKey> objects)
        throws Stopped;
  }

  /** Prints the plans and returns the exit code. */
  int print(PlanOptions options, Files files, Authors authors) throws Stopped {
    LocalTargets local =
        LocalTargets.read(files.of("").tree(), options.environments(), options.filter());
    List<Failure> failures = new ArrayList<>(local.failures());
    List<Planned> planned =
        local.targets().isEmpty()
            ? List.of()
            : plan(local.targets(), options, files, authors, failures);
    show(options.format(), planned, failures);
    boolean changes = planned.stream().anyMatch(Planned::hasWork);
    int failed = FailureLines.print(failures, terminal);
    return failed == 0 ? options.exit(changes) : failed;
  }

  private List<Planned> plan(
      List<Target> targets,
      PlanOptions options,
      Files files,
      Authors authors,
      List<Failure> failures)
      throws Stopped {
    List<Stored> known = resources.open(options.cluster()).list();
    TargetNames names = new TargetNames(options.repository(), known);
    Ports.Planning planning = planningRoom.open(options.cluster());
    List<Planned> planned = new ArrayList<>();
    for (Target target : targets) {
      try {
        Target named = names.named(target);
        DryPlan.Forecast forecast = planning.plan(named, files.of(named.id().repository()));
        Plan plan = forecast.plan();
        Map<ObjectKey, CommitInfo> behind = authors.of(planning, named, changedByGit(plan));
        Optional<Stored> daemon = stored(known, named);
        String inForce = daemon.map(one -> one.status().renderDigest()).orElse("");
        planned.add(new Planned(named.id(), plan, forecast.due(inForce), behind, daemon));
      } catch (Stopped stopped) {
        failures.add(stopped.failure());
      }
    }
    return planned;
  }

  private void show(PlanFormat.Kind format, List<Planned> planned, List<Failure> failures) {
    switch (format) {
      case table -> {
        PlanView.table(planned).print(terminal);
        PlanView.daemon(planned).forEach(terminal.out()::println);
        terminal.out().println(PlanView.summary(planned));
      }
      case json -> terminal.out().println(Trees.json(PlanView.tree(planned, failures)));
      case yaml -> terminal.out().print(Trees.yaml(PlanView.tree(planned, failures)));
      case diff -> terminal.out().print(UnifiedView.text(planned));
    }
    terminal.out().flush();
  }

  private static Optional<Stored> stored(List<Stored> known, Target target) {
    return known.stream().filter(one -> one.target().id().equals(target.id())).findFirst();
  }

  /** The objects that Git changed since they were last applied. */
  private static Set<ObjectKey> changedByGit(Plan plan) {
    return plan.phases().stream()
        .flatMap(phase -> phase.steps().stream())
        .map(step -> step.change())
        .filter(Change::gitMoved)
        .map(change -> change.subject().key())
        .collect(Collectors.toSet());
  }
}
