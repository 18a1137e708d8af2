package dev.sluice.door.cli;

import dev.sluice.kube.RepositoryStore;
import dev.sluice.kube.TargetStatus;
import dev.sluice.kube.TargetStore.Stored;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Revision;
import dev.sluice.model.TargetId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Target resources for people and for programs. */
final class StatusView {

  private StatusView() {}

  static Table table(List<Stored> targets) {
    List<String> head =
        List.of(
            "ENVIRONMENT", "APPLICATION", "SYNC", "HEALTH", "REVISION", "OBJECTS", "LAST CHANGE");
    return new Table(head, targets.stream().map(StatusView::row).toList());
  }

  static Map<String, Object> tree(List<Stored> targets, List<RepositoryStore.Stored> repositories) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("targets", targets.stream().map(StatusView::tree).toList());
    tree.put("repositories", repositories.stream().map(StatusView::tree).toList());
    return tree;
  }

  private static Map<String, Object> tree(RepositoryStore.Stored stored) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", stored.repository());
    tree.put("failures", Trees.of(stored.failures()));
    return tree;
  }

  /** What is wrong and what is worth knowing, below the table. */
  static void details(List<Stored> targets, Terminal terminal) {
    if (targets.isEmpty()) {
      terminal.out().println("The daemon has told of no target yet.");
    }
    for (Stored stored : targets) {
      List<String> lines = details(stored.status());
      if (!lines.isEmpty()) {
        TargetId id = stored.target().id();
        terminal.out().println();
        terminal.out().println(id.application() + " in " + id.environment() + ":");
        lines.forEach(line -> terminal.out().println("  " + line));
      }
    }
    terminal.out().flush();
  }

  /** What is wrong with repositories and their environment files, below the targets. */
  static void repositories(List<RepositoryStore.Stored> repositories, Terminal terminal) {
    for (RepositoryStore.Stored stored : repositories) {
      if (!stored.failures().isEmpty()) {
        terminal.out().println();
        terminal.out().println("repository " + stored.repository() + ":");
        stored.failures().forEach(failure -> terminal.out().println("  " + failure));
      }
    }
    terminal.out().flush();
  }

  private static List<String> details(TargetStatus status) {
    List<String> lines = new ArrayList<>();
    if (!status.waitingFor().isEmpty()) {
      lines.add("waits for " + status.waitingFor());
    }
    if (!status.health().why().isEmpty()) {
      lines.add(status.health().state().word() + ": " + status.health().why());
    }
    status.failures().stream().map(Failure::toString).forEach(lines::add);
    lines.addAll(status.notes());
    return lines;
  }

  private static Table.Row row(Stored stored) {
    TargetStatus status = stored.status();
    return Table.Row.of(
        Table.Cell.plain(stored.target().id().environment()),
        Table.Cell.plain(stored.target().id().application()),
        new Table.Cell(status.sync().word(), tone(status.sync())),
        new Table.Cell(status.health().state().word(), tone(status.health().state())),
        Table.Cell.plain(new Revision("", status.revision()).abbreviated()),
        Table.Cell.plain(Integer.toString(status.objects())),
        Table.Cell.plain(stored.lastChange()));
  }

  private static Map<String, Object> tree(Stored stored) {
    TargetId id = stored.target().id();
    TargetStatus status = stored.status();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("repository", id.repository());
    tree.put("environment", id.environment());
    tree.put("application", id.application());
    tree.put("cluster", stored.target().cluster());
    tree.put("namespace", stored.target().effectiveNamespace());
    tree.put("sync", status.sync().word());
    tree.put("health", status.health().state().word());
    tree.put("healthReason", status.health().why());
    tree.put("revision", status.revision());
    tree.put("author", status.change().author());
    tree.put("subject", status.change().subject());
    tree.put("observedRevision", status.observedRevision());
    tree.put("renderDigest", status.renderDigest());
    tree.put("objects", status.objects());
    tree.put("waitingFor", status.waitingFor());
    tree.put("lastChange", stored.lastChange());
    tree.put("failures", Trees.of(status.failures()));
    tree.put("notes", status.notes());
    return tree;
  }

  static Tone tone(TargetStatus.Sync sync) {
    return switch (sync) {
      case SYNCED -> Tone.GOOD;
      case PROGRESSING, WAITING -> Tone.BUSY;
      case OUT_OF_SYNC -> Tone.WARNING;
      case FAILED -> Tone.BAD;
    };
  }

  static Tone tone(Health.State health) {
    return switch (health) {
      case HEALTHY -> Tone.GOOD;
      case PROGRESSING -> Tone.BUSY;
      case SUSPENDED, UNKNOWN -> Tone.WARNING;
      case MISSING, DEGRADED -> Tone.BAD;
    };
  }
}
