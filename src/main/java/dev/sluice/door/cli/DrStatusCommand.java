package dev.sluice.door.cli;

import dev.sluice.environments.EnvironmentFiles;
import dev.sluice.environments.EnvironmentSet;
import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Follows;
import dev.sluice.promote.ledger.Lag;
import dev.sluice.promote.ledger.LedgerBook;
import dev.sluice.promote.ledger.LedgerBranches;
import dev.sluice.promote.ledger.LedgerState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice dr status}: how far standbys are behind. */
@Command(
    name = "status",
    header = "Show how far standbys are behind what they follow.",
    description = {
      "",
      "A standby is an environment that follows with 'verified: true' or has a 'maxLag'. Reads the"
          + " local environment files, and the ledgers from this clone of the config repository as"
          + " the last 'git fetch' brought them: no cluster and no daemon is asked.",
      ""
    })
public final class DrStatusCommand implements Callable<Integer> {

  private final Ports.Directories directories;
  private final Ports.Clones clones;
  private final Clock clock;
  private final Terminal terminal;

  @Mixin private RepositoryRoot root = new RepositoryRoot();
  @Mixin private OutputFormat output = new OutputFormat();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ENVIRONMENT",
      defaultValue = "",
      description = "Only this standby (default: all).")
  private String environment = "";

  @Option(
      names = "--environments",
      paramLabel = "PATH",
      defaultValue = "environments",
      description =
          "Directory of the environment files, from the root (default: ${DEFAULT-VALUE}).")
  private String environments = "environments";

  /** Takes what it needs; opens it when it is called. */
  DrStatusCommand(
      Ports.Directories directories, Ports.Clones clones, Clock clock, Terminal terminal) {
    this.directories = directories;
    this.clones = clones;
    this.clock = clock;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Stopped {
    Path here = root.of(Path.of(""));
    EnvironmentSet read = EnvironmentFiles.read(directories.open(here), environments);
    List<Environment> standbys =
        read.environments().stream()
            .filter(DrStatusCommand::isStandby)
            .filter(one -> environment.isEmpty() || one.name().equals(environment))
            .toList();
    if (standbys.isEmpty() && read.failures().isEmpty()) {
      throw new Stopped(noStandby());
    }
    List<DrView.Line> lines = new ArrayList<>();
    Map<String, LedgerState> ledgers = new HashMap<>();
    Ports.Clone clone = clones.open(here);
    Instant now = clock.instant();
    for (Environment standby : standbys) {
      if (standby.follows() instanceof Follows.Upstream upstream) {
        for (String name : upstream.environments()) {
          lines.addAll(lines(standby, name, ledger(clone, name, ledgers), clone, ledgers, now));
        }
      }
    }
    output.print(terminal, DrView.table(lines), DrView.tree(lines));
    if (output.isForPeople()) {
      DrView.explain(lines, terminal);
    }
    return FailureLines.print(read.failures(), terminal);
  }

  private static boolean isStandby(Environment one) {
    return one.follows() instanceof Follows.Upstream upstream
        && (upstream.mode() == Follows.Mode.MIRROR || one.promotion().maxLag().isPresent());
  }

  private static List<DrView.Line> lines(
      Environment standby,
      String follows,
      LedgerState upstream,
      Ports.Clone clone,
      Map<String, LedgerState> ledgers,
      Instant now)
      throws Stopped {
    LedgerState here = ledger(clone, standby.name(), ledgers);
    TreeSet<String> applications = new TreeSet<>(upstream.histories().keySet());
    applications.addAll(here.histories().keySet());
    return applications.stream()
        .map(application ->
            new DrView.Line(
                standby.name(),
                follows,
                application,
                Lag.of(application, upstream, here, now),
                standby.promotion().maxLag()))
        .toList();
  }

  private static LedgerState ledger(
      Ports.Clone clone, String name, Map<String, LedgerState> ledgers) throws Stopped {
    LedgerState known = ledgers.get(name);
    if (known == null) {
      known = read(clone, name);
      ledgers.put(name, known);
    }
    return known;
  }

  /** What a clone holds of a ledger; nothing for one without a branch: nothing was released. */
  private static LedgerState read(Ports.Clone clone, String name) throws Stopped {
    Optional<Revision> tip = clone.branch(LedgerBranches.of(name));
    if (tip.isEmpty()) {
      return LedgerState.EMPTY;
    }
    LedgerBook book = LedgerBook.open(clone.source(tip.get()).tree(), name);
    Map<String, List<Entry>> histories = new HashMap<>();
    for (String application : book.applications()) {
      histories.put(application, book.history(application));
    }
    return new LedgerState(tip.get().commit(), histories);
  }

  private Failure noStandby() {
    return Failure.of(
        Reason.NOT_FOUND,
        environment.isEmpty()
            ? "no environment is a standby"
            : environment + " is no standby that is declared here",
        "A standby is an environment that follows another with 'verified: true', or has a 'maxLag'");
  }
}
