package dev.sluice.door.cli;

import dev.sluice.environments.EnvironmentFiles;
import dev.sluice.environments.EnvironmentSet;
import dev.sluice.environments.OverlayMatcher;
import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Reason;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Gate;
import dev.sluice.promote.dr.DrFacts;
import dev.sluice.promote.dr.Side;
import dev.sluice.promote.dr.Takeover;
import dev.sluice.promote.dr.TakeoverPlan;
import dev.sluice.promote.ledger.LedgerState;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice dr plan}: what a takeover would do. */
@Command(
    name = "plan",
    header = "Show the steps of a failover, drill or failback, without asking for it.",
    description = {
      "",
      "Reads the local environment files, and the ledgers from this clone of the config repository as"
          + " the last 'git fetch' brought them: no cluster and no daemon is asked, and nothing is"
          + " changed.",
      ""
    })
public final class DrPlanCommand implements Callable<Integer> {

  private final Ports.Directories directories;
  private final Ports.Clones clones;
  private final Clock clock;
  private final Terminal terminal;

  @Mixin private RepositoryRoot root = new RepositoryRoot();
  @Mixin private OutputFormat output = new OutputFormat();

  @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "Name of the standby.")
  private String environment = "";

  @Option(
      names = "--of",
      paramLabel = "failover|drill|failback",
      defaultValue = "failover",
      description = "What is to be planned: ${COMPLETION-CANDIDATES} (default: failover).")
  private Of of = Of.failover;

  @Option(
      names = "--environments",
      paramLabel = "PATH",
      defaultValue = "environments",
      description =
          "Directory of the environment files, from the root (default: ${DEFAULT-VALUE}).")
  private String environments = "environments";

  /** Written as people type them. */
  enum Of {
    failover,
    drill,
    failback
  }

  /** Takes what it needs; opens it when it is called. */
  DrPlanCommand(
      Ports.Directories directories, Ports.Clones clones, Clock clock, Terminal terminal) {
    this.directories = directories;
    this.clones = clones;
    this.clock = clock;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Stopped {
    Path here = root.of(Path.of(""));
    SourceTree files = directories.open(here);
    EnvironmentSet read = EnvironmentFiles.read(files, environments);
    Environment standby = find(read, environment).orElseThrow(() -> new Stopped(noStandby()));
    Ports.Clone clone = clones.open(here);
    Side stands = side(files, clone, standby);
    Optional<Environment> original = DrStatusCommand.original(read, standby);
    DrFacts facts =
        new DrFacts(
            clock.instant(),
            stands,
            original.isPresent()
                ? Optional.of(side(files, clone, original.get()))
                : Optional.empty(),
            List.of(),
            new DrFacts.Smoke(
                gates(standby, stands), original.map(one -> gates(one, stands)).orElse(List.of())),
            Optional.empty(),
            List.of());
    TakeoverPlan plan = new TakeoverPlan(kind(), facts);
    TakeoverPlanView view = new TakeoverPlanView(plan);
    output.print(terminal, view.table(), view.tree());
    if (output.isForPeople()) {
      view.explain(terminal);
    }
    return FailureLines.print(read.failures(), terminal);
  }

  private Takeover.Kind kind() {
    return switch (of) {
      case failover -> Takeover.Kind.FAILOVER;
      case drill -> Takeover.Kind.DRILL;
      case failback -> Takeover.Kind.FAILBACK;
    };
  }

  /** What is declared and on record; how its applications are is not asked. */
  private static Side side(SourceTree files, Ports.Clone clone, Environment environment)
      throws Stopped {
    LedgerState ledger = DrStatusCommand.read(clone, environment.name());
    List<Side.Member> members = new ArrayList<>();
    for (String application :
        OverlayMatcher.match(files, environment).applications().stream().sorted().toList()) {
      if (ledger.standing(application).current().isPresent()) {
        members.add(new Side.Member(application, true, Optional.empty(), Health.HEALTHY, ""));
      }
    }
    return new Side(environment.name(), environment.roles(), ledger, "", members);
  }

  private static List<Gate> gates(Environment environment, Side side) {
    return side.members().stream()
        .flatMap(member -> environment.policy(member.application()).gates(Gate.Phase.POST).stream())
        .toList();
  }

  private static Optional<Environment> find(EnvironmentSet read, String name) {
    return read.environments().stream().filter(one -> one.name().equals(name)).findFirst();
  }

  private Failure noStandby() {
    return Failure.of(
        Reason.NOT_FOUND,
        "no environment %s is declared here".formatted(environment),
        "`sluice dr status` shows the standbys");
  }
}
