package dev.sluice.door.cli;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.promote.ledger.LedgerBook;
import dev.sluice.promote.ledger.LedgerBranches;
import dev.sluice.promote.ledger.Waiting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice history}: the logbook of an environment. */
@Command(
    name = "history",
    header = "Show what was released to an environment, when, by whom and why.",
    description = {
      "",
      "Reads the ledger of the environment from this clone of the config repository, as the last"
          + " 'git fetch' brought it: no cluster and no daemon is asked. The newest comes first."
          + " Only --waiting asks the cluster.",
      ""
    })
public final class HistoryCommand implements Callable<Integer> {

  private final Ports.Clones clones;
  private final Ports.PromotionResources resources;
  private final Terminal terminal;

  @Mixin private RepositoryRoot root = new RepositoryRoot();
  @Mixin private OutputFormat output = new OutputFormat();
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "The environment.")
  private String environment = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "APPLICATION",
      defaultValue = "",
      description = "Only this application (default: all, and what was said of the environment).")
  private String application = "";

  @Option(
      names = "--limit",
      paramLabel = "COUNT",
      defaultValue = "20",
      description = "How many entries are shown, 0 for all (default: ${DEFAULT-VALUE}).")
  private int limit = 20;

  @Option(
      names = "--waiting",
      description =
          "Instead, what was decided while the Git host was away and waits for it in the cluster.")
  private boolean waiting;

  /** Takes what it needs; opens it when it is called. */
  HistoryCommand(Ports.Clones clones, Ports.PromotionResources resources, Terminal terminal) {
    this.clones = clones;
    this.resources = resources;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Stopped {
    if (limit < 0) {
      throw new Stopped(
          Failure.of(
              Reason.INVALID_CONFIGURATION,
              "--limit %d is no number of entries".formatted(limit),
              "Give how many are to be shown, or 0 for all"));
    }
    return waiting ? showWaiting() : showLedger();
  }

  private int showWaiting() throws Stopped {
    List<Waiting> found = resources.open(cluster.choice()).waiting(environment);
    Logbook logbook =
        Logbook.of(
            found.stream()
                .flatMap(one -> one.entries().stream())
                .filter(entry -> application.isEmpty() || entry.application().equals(application))
                .toList());
    output.print(terminal, HistoryView.table(logbook), HistoryView.tree(environment, "", logbook));
    if (output.isForPeople()) {
      HistoryView.waiting(environment, found, terminal);
    }
    return 0;
  }

  private int showLedger() throws Stopped {
    Ports.Clone clone = clones.open(root.of(Path.of("")));
    String branch = LedgerBranches.of(environment);
    Optional<Revision> tip = clone.branch(branch);
    if (tip.isEmpty()) {
      throw new Stopped(noBranch(branch));
    }
    LedgerBook book = LedgerBook.open(clone.source(tip.get()).tree(), environment);
    if (!application.isEmpty() && !book.applications().contains(application)) {
      throw new Stopped(noApplication(book));
    }
    Logbook logbook =
        application.isEmpty() ? Logbook.of(book.all()) : Logbook.of(book.history(application));
    Logbook shown = logbook.newest(limit);
    output.print(
        terminal,
        HistoryView.table(shown),
        HistoryView.tree(environment, tip.get().commit(), shown));
    if (output.isForPeople()) {
      HistoryView.rest(logbook.size() - shown.size(), terminal);
    }
    return 0;
  }

  private Failure noBranch(String branch) {
    return Failure.of(
        Reason.NOT_FOUND,
        "this clone has no branch %s, where the ledger of %s would be"
            .formatted(branch, environment),
        "Run 'git fetch' first. An environment has a ledger when it has gates, follows another"
            + " environment or is followed by one, and once something was released to it; a ledger"
            + " that is kept in the cluster is not in Git");
  }

  private Failure noApplication(LedgerBook book) {
    return Failure.of(
        Reason.NOT_FOUND,
        "the ledger of %s has no application %s".formatted(environment, application),
        "It has these: " + String.join(", ", book.applications()));
  }
}
