package dev.sluice.door.cli;

import dev.sluice.kube.TargetStore;
import dev.sluice.kube.TargetStore.Stored;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice sync}: asks the daemon to look now. */
@Command(
    name = "sync",
    header = "Ask the daemon to poll Git and reconcile now.",
    description = {
      "",
      "Annotates the Target resources; the daemon does the work, under its own rights. Without -e"
          + " and -a it asks for all targets.",
      ""
    })
public final class SyncCommand implements Callable<Integer> {

  private final Ports.TargetResources resources;
  private final SyncWait.Pause pause;
  private final Clock clock;
  private final Terminal terminal;

  @Mixin private TargetFilter filter = new TargetFilter();
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private OutputFormat output = new OutputFormat();

  @Option(
      names = "--wait",
      description =
          "Wait until the targets have settled: synced and healthy, or failed. A target whose status"
              + " does not change within ten seconds had nothing to do.")
  private boolean wait;

  @Option(
      names = "--revision",
      paramLabel = "COMMIT",
      defaultValue = "",
      description =
          "With --wait: until the daemon has looked at this commit (or its first digits).")
  private String revision = "";

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "With --wait: give up after this time (default: ${DEFAULT-VALUE}).")
  private int timeoutSeconds = 300;

  /** Takes what it needs; opens it when it is called. */
  public SyncCommand(
      Ports.TargetResources resources, SyncWait.Pause pause, Clock clock, Terminal terminal) {
    this.resources = resources;
    this.pause = pause;
    this.clock = clock;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Stopped, InterruptedException {
    TargetStore store = resources.open(cluster.choice());
    List<Stored> before = filter.of(store.list(), stored -> stored.target().id());
    if (before.isEmpty()) {
      throw new Stopped(
          Failure.of(
              Reason.NOT_FOUND,
              "the daemon has told of no target yet",
              "Check with 'sluice status', and that -n names its namespace"));
    }
    String token = clock.instant().toString();
    for (Stored stored : before) {
      store.requestSync(stored.target().id(), token);
    }
    if (wait) {
      SyncWait waiting = new SyncWait(store, before, revision, pause, clock);
      List<Stored> after = waiting.until(Duration.ofSeconds(timeoutSeconds));
      output.print(terminal, StatusView.table(after), StatusView.tree(after, List.of()));
      return FailureLines.print(
          after.stream().flatMap(stored -> stored.status().failures().stream()).toList(), terminal);
    }
    output.print(terminal, asked(before), tree(before, token));
    return 0;
  }

  private static Table asked(List<Stored> targets) {
    return new Table(
        List.of("ENVIRONMENT", "APPLICATION", "ASKED"),
        targets.stream()
            .map(stored -> stored.target().id())
            .map(id ->
                Table.Row.of(
                    Table.Cell.plain(id.environment()),
                    Table.Cell.plain(id.application()),
                    Table.Cell.plain("poll and reconcile now")))
            .toList());
  }

  private static Map<String, Object> tree(List<Stored> targets, String token) {
    List<Object> asked = new ArrayList<>();
    for (Stored stored : targets) {
      TargetId id = stored.target().id();
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("repository", id.repository());
      one.put("environment", id.environment());
      one.put("application", id.application());
      one.put("requested", token);
      asked.add(one);
    }
    return Map.of("asked", asked);
  }
}
