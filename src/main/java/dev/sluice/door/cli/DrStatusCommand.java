package dev.sluice.door.cli;

import dev.sluice.environments.EnvironmentFiles;
import dev.sluice.environments.EnvironmentSet;
import dev.sluice.environments.OverlayMatcher;
import dev.sluice.environments.OverlayMatches;
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
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice dr status}: how far standbys are behind. */
@Command(
    name = "status",
    header = "Show how far standbys are behind, how the last drill went and when the next is due.",
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
      for (String application : applications(here, standby)) {
        lines.add(line(standby, application, clone, ledgers, now));
      }
    }
    List<StandbyView.Standby> tried = new ArrayList<>();
    for (Environment standby : standbys) {
      tried.add(
          new StandbyView.Standby(
              standby, original(read, standby), ledger(clone, standby.name(), ledgers), now));
    }
    output.print(terminal, DrView.table(lines), DrView.tree(lines, tried));
    if (output.isForPeople()) {
      DrView.explain(lines, terminal);
      StandbyView.explain(tried, terminal);
    }
    return FailureLines.print(read.failures(), terminal);
  }

  /** What a standby stands by for; empty where it is no standby of exactly one. */
  static Optional<Environment> original(EnvironmentSet read, Environment standby) {
    return standby.follows() instanceof Follows.Upstream follows
            && follows.mode() == Follows.Mode.MIRROR
        ? read.environments().stream()
            .filter(one -> one.name().equals(follows.environments().getFirst()))
            .findFirst()
        : Optional.empty();
  }

  private static boolean isStandby(Environment one) {
    return one.follows() instanceof Follows.Upstream upstream
        && (upstream.mode() == Follows.Mode.MIRROR || one.promotion().maxLag().isPresent());
  }

  /** Those with an overlay here: the others run in the original alone. */
  private List<String> applications(Path root, Environment standby) throws Stopped {
    OverlayMatches matches = OverlayMatcher.match(directories.open(root), standby);
    matches.failures().forEach(failure -> FailureLines.print(failure, terminal));
    return matches.applications().stream().sorted().toList();
  }

  private static DrView.Line line(
      Environment standby,
      String application,
      Ports.Clone clone,
      Map<String, LedgerState> ledgers,
      Instant now)
      throws Stopped {
    LedgerState here = ledger(clone, standby.name(), ledgers);
    Follows.Upstream follows = (Follows.Upstream) standby.follows();
    List<DrView.Line> each = new ArrayList<>();
    for (String upstream : follows.environments()) {
      Lag lag = Lag.of(application, ledger(clone, upstream, ledgers), here, now);
      each.add(
          new DrView.Line(
              standby.name(), upstream, application, lag, standby.promotion().maxLag()));
    }
    Comparator<DrView.Line> byLag = Comparator.comparing(line -> line.lag().atMost());
    // Of several that are followed, one may be enough.
    return switch (follows.match()) {
      case ALL -> Collections.max(each, byLag);
      case ANY -> Collections.min(each, byLag);
    };
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
  static LedgerState read(Ports.Clone clone, String name) throws Stopped {
    Optional<Revision> tip = clone.branch(LedgerBranches.of(name));
    if (tip.isEmpty()) {
      return LedgerState.EMPTY;
    }
    LedgerBook book = LedgerBook.open(clone.source(tip.get()).tree(), name);
    Map<String, List<Entry>> histories = new HashMap<>();
    histories.put("", book.history(""));
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
        "A standby is an environment that follows another with 'verified: true', or has a"
            + " 'maxLag'");
  }
}
