package dev.sluice.promote.ledger;

import dev.sluice.model.promotion.Entry;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The commit message of entries: a line for people, then trailers for programs. */
final class LedgerMessage {

  private LedgerMessage() {}

  static String of(String environment, List<Entry> entries) {
    return subject(environment, entries)
        + "\n\n"
        + entries.stream().map(LedgerMessage::trailers).collect(Collectors.joining("\n"));
  }

  private static String subject(String environment, List<Entry> entries) {
    if (entries.size() == 1) {
      return environment + ": " + line(entries.getFirst());
    }
    List<String> applications =
        entries.stream().map(entry -> called(entry.application())).distinct().toList();
    return applications.size() == 1
        ? "%s: %s"
            .formatted(
                environment,
                entries.stream().map(LedgerMessage::line).collect(Collectors.joining(", ")))
        : "%s: %d entries for %d applications"
            .formatted(environment, entries.size(), applications.size());
  }

  private static String line(Entry entry) {
    String commit = entry.commit().isEmpty() ? "" : " at " + abbreviated(entry.commit());
    return "%s %s %d%s"
        .formatted(
            entry.kind().word().toLowerCase(Locale.ROOT),
            called(entry.application()),
            entry.number(),
            commit);
  }

  private static String trailers(Entry entry) {
    StringBuilder lines = new StringBuilder();
    lines.append(
        "Sluice-Entry: %s %d %s\n"
            .formatted(called(entry.application()), entry.number(), entry.kind().word()));
    if (!entry.commit().isEmpty()) {
      lines.append("Sluice-Commit: ").append(entry.commit()).append('\n');
    }
    if (!entry.by().isEmpty()) {
      lines.append("Sluice-By: ").append(oneLine(entry.by())).append('\n');
    }
    return lines.toString();
  }

  private static String called(String application) {
    return application.isEmpty() ? "(environment)" : application;
  }

  private static String abbreviated(String commit) {
    return commit.length() <= 12 ? commit : commit.substring(0, 12);
  }

  /** Nobody may bring trailers of their own. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
