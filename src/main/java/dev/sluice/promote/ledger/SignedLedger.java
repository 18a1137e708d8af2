package dev.sluice.promote.ledger;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A ledger in files, signed and chained. Thread-safe. */
public final class SignedLedger implements Ledger {

  /** The detail of an acknowledgement: hash of the text that a person takes as it stands. */
  public static final String TEXT = "text";

  private final String environment;
  private final LedgerStore store;
  private final LedgerKeys keys;
  private @Nullable Known known;

  /** What was read, and what it was read from. */
  private record Known(LedgerStore.Files files, LedgerState state) {}

  /** The ledger of an environment in a store. */
  public SignedLedger(String environment, LedgerStore store, LedgerKeys keys) {
    this.environment = environment;
    this.store = store;
    this.keys = keys;
  }

  @Override
  public synchronized LedgerState read() throws Stopped {
    return take(store.read());
  }

  @Override
  public synchronized Appended append(LedgerState base, List<Entry> entries) throws Stopped {
    LedgerStore.Files files = store.read();
    LedgerState now = take(files);
    if (!now.tip().equals(base.tip())) {
      return new Appended.Lost(now);
    }
    Map<String, List<Entry>> byApplication = new TreeMap<>();
    for (Entry entry : entries) {
      byApplication.computeIfAbsent(entry.application(), name -> new ArrayList<>()).add(entry);
    }
    Map<String, String> changed = new TreeMap<>();
    byApplication.forEach((application, more) -> {
      requireNumbers(now, application, more);
      String file = LedgerFile.name(application);
      changed.put(
          file,
          LedgerFile.append(
              files.texts().getOrDefault(file, ""), application, environment, more, keys));
    });
    return switch (store.write(
        files, changed, LedgerMessage.of(environment, entries), newest(entries).at())) {
      case LedgerStore.Written.Accepted(LedgerStore.Files in) -> new Appended.Accepted(take(in));
      case LedgerStore.Written.Lost(LedgerStore.Files in) -> new Appended.Lost(take(in));
    };
  }

  private LedgerState take(LedgerStore.Files files) throws Stopped {
    Known before = known;
    if (before != null && before.files().tip().equals(files.tip())) {
      return before.state();
    }
    LedgerState state = new LedgerState(files.tip(), histories(files, before));
    if (before != null) {
      requireContinued(before.state(), state);
    }
    known = new Known(files, state);
    return state;
  }

  private Map<String, List<Entry>> histories(LedgerStore.Files files, @Nullable Known before)
      throws Stopped {
    Map<String, List<Entry>> histories = new LinkedHashMap<>();
    Set<String> accepted = new HashSet<>();
    // First, because it holds what people accepted about the others.
    String environmentFile = LedgerFile.name("");
    if (files.texts().containsKey(environmentFile)) {
      List<Entry> entries = history(files, before, environmentFile, Set.of());
      histories.put("", entries);
      accepted.addAll(accepted(entries));
    }
    for (String file : new TreeMap<>(files.texts()).keySet()) {
      if (LedgerFile.isLedger(file) && !file.equals(environmentFile)) {
        histories.put(LedgerFile.application(file), history(files, before, file, accepted));
      }
    }
    return Map.copyOf(histories);
  }

  private List<Entry> history(
      LedgerStore.Files files, @Nullable Known before, String file, Set<String> accepted)
      throws Stopped {
    String text = files.texts().getOrDefault(file, "");
    if (before != null && text.equals(before.files().texts().get(file))) {
      return before.state().history(LedgerFile.application(file));
    }
    return LedgerFile.read(file, text, keys, accepted);
  }

  /** What people have taken as it stands. */
  static Set<String> accepted(List<Entry> entries) {
    return entries.stream()
        .filter(entry -> entry.kind() == Entry.Kind.ACKNOWLEDGE)
        .map(entry -> entry.details().getOrDefault(TEXT, ""))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.toSet());
  }

  /** What was there once must be there still: a branch set back is no shorter history. */
  private void requireContinued(LedgerState before, LedgerState now) throws Stopped {
    for (Map.Entry<String, List<Entry>> known : before.histories().entrySet()) {
      Entry newest = known.getValue().getFirst();
      Optional<Entry> still =
          now.history(known.getKey()).stream()
              .filter(entry -> entry.number() == newest.number())
              .findFirst();
      if (!still.equals(Optional.of(newest))) {
        throw new Stopped(
            Failure.of(
                Reason.LEDGER_EDITED,
                "the ledger of %s lost entry %d of %s: its branch was set back or rewritten"
                    .formatted(
                        environment,
                        newest.number(),
                        known.getKey().isEmpty() ? "the environment" : known.getKey()),
                "Nothing is promoted here; what runs goes on running. Push %s again."
                    .formatted(before.tip())));
      }
    }
  }

  private static void requireNumbers(LedgerState now, String application, List<Entry> entries) {
    long next = now.next(application);
    for (Entry entry : entries) {
      if (entry.number() != next++) {
        throw new IllegalArgumentException(
            "entry %d of %s is not the next one".formatted(entry.number(), application));
      }
    }
  }

  private static Entry newest(List<Entry> entries) {
    return entries.stream()
        .max(Comparator.comparing(Entry::at))
        .orElseThrow(() -> new IllegalArgumentException("nothing to append"));
  }
}
