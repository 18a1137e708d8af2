package dev.sluice.promote.ledger;

import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A ledger in files, signed and chained. Reading never waits for a write. Thread-safe. */
public final class SignedLedger implements Ledger {

  /** The detail of an acknowledgement: hashes of the texts that a person takes as they stand. */
  public static final String TEXT = "text";

  private final String environment;
  private final LedgerStore store;
  private final LedgerKeys keys;
  private final ReentrantLock writing = new ReentrantLock();
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
  public LedgerState read() throws Stopped {
    return take(store.read());
  }

  @Override
  public Appended append(LedgerState base, List<Entry> entries) throws Stopped {
    writing.lock();
    try {
      LedgerStore.Files files = store.read();
      LedgerState now = take(files);
      if (!now.tip().equals(base.tip())) {
        return new Appended.Lost(now);
      }
      requireNumbers(now, entries);
      return write(files, entries);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public Appended acknowledge(Acknowledgement given) throws Stopped {
    writing.lock();
    try {
      return taken(given);
    } finally {
      writing.unlock();
    }
  }

  private Appended taken(Acknowledgement given) throws Stopped {
    LedgerStore.Files files = store.read();
    Doubts.Noted noted = new Doubts.Noted();
    LedgerState asItStands = new LedgerState(files.tip(), histories(files, null, noted));
    Optional<Failure> reset = lost(asItStands);
    if (noted.hashes().isEmpty() && reset.isEmpty() && broken(files).isEmpty()) {
      return new Appended.Accepted(take(files)); // there is nothing to take as it stands
    }
    forget();
    return write(files, List.of(entry(given, asItStands.next(""), noted.hashes())));
  }

  private Appended write(LedgerStore.Files files, List<Entry> entries) throws Stopped {
    Map<String, List<Entry>> byApplication = new TreeMap<>();
    for (Entry entry : entries) {
      byApplication.computeIfAbsent(entry.application(), name -> new ArrayList<>()).add(entry);
    }
    Map<String, String> texts = new TreeMap<>(files.texts());
    Map<String, String> changed = new TreeMap<>();
    byApplication.forEach((application, more) -> {
      String file = LedgerFile.name(application);
      String text =
          LedgerFile.append(texts.getOrDefault(file, ""), application, environment, more, keys);
      texts.put(file, text);
      changed.put(file, text);
    });
    if (files.parent().isPresent()) {
      changed.put(Seal.FILE, Seal.of(environment, texts, files.tip(), keys));
    }
    return switch (store.write(
        files, changed, LedgerMessage.of(environment, entries), newest(entries).at())) {
      case LedgerStore.Written.Accepted(LedgerStore.Files in) -> new Appended.Accepted(take(in));
      case LedgerStore.Written.Lost(LedgerStore.Files in) -> new Appended.Lost(take(in));
    };
  }

  private synchronized Optional<Failure> lost(LedgerState now) {
    return known == null ? Optional.empty() : lost(known.state(), now);
  }

  private synchronized void forget() {
    known = null;
  }

  private synchronized LedgerState take(LedgerStore.Files files) throws Stopped {
    Known before = known;
    if (before != null && before.files().tip().equals(files.tip())) {
      return before.state();
    }
    LedgerState state =
        new LedgerState(files.tip(), histories(files, before, new Doubts.Refused()));
    Optional<Failure> failure =
        broken(files).or(() -> before == null ? Optional.empty() : lost(before.state(), state));
    if (failure.isPresent()) {
      throw new Stopped(failure.get());
    }
    known = new Known(files, state);
    return state;
  }

  private Optional<Failure> broken(LedgerStore.Files files) {
    return files.parent().isEmpty() || files.tip().isEmpty()
        ? Optional.empty()
        : Seal.broken(environment, files, keys);
  }

  private Map<String, List<Entry>> histories(
      LedgerStore.Files files, @Nullable Known before, Doubts doubts) throws Stopped {
    Map<String, List<Entry>> histories = new LinkedHashMap<>();
    // First, because it holds what people accepted about the others.
    String ofEnvironment = LedgerFile.name("");
    if (files.texts().containsKey(ofEnvironment)) {
      histories.put("", read(files, ofEnvironment, doubts));
    }
    for (String file : new TreeMap<>(files.texts()).keySet()) {
      if (LedgerFile.isLedger(file) && !file.equals(ofEnvironment)) {
        histories.put(LedgerFile.application(file), known(files, before, file, doubts));
      }
    }
    return Map.copyOf(histories);
  }

  private List<Entry> known(
      LedgerStore.Files files, @Nullable Known before, String file, Doubts doubts) throws Stopped {
    if (before != null && before.files().texts().containsKey(file)) {
      String text = files.texts().getOrDefault(file, "");
      String then = before.files().texts().getOrDefault(file, "");
      List<Entry> history = before.state().history(LedgerFile.application(file));
      if (text.equals(then)) {
        return history;
      }
      if (history instanceof History kept) {
        return new LedgerReading(file, environment, keys, doubts).read(text, then, kept);
      }
    }
    return read(files, file, doubts);
  }

  private History read(LedgerStore.Files files, String file, Doubts doubts) throws Stopped {
    return new LedgerReading(file, environment, keys, doubts)
        .read(files.texts().getOrDefault(file, ""));
  }

  /** What was there once must be there still: a branch set back is no shorter history. */
  private Optional<Failure> lost(LedgerState before, LedgerState now) {
    for (Map.Entry<String, List<Entry>> known : before.histories().entrySet()) {
      List<Entry> still = now.history(known.getKey());
      if (known.getValue() == still || known.getValue().isEmpty()) {
        continue;
      }
      Entry newest = known.getValue().getFirst();
      if (still.stream()
          .filter(entry -> entry.number() == newest.number())
          .noneMatch(newest::equals)) {
        return Optional.of(
            Edited.of(
                environment,
                Origin.file(LedgerFile.name(known.getKey())),
                "entry %d, of %s, is gone: it was set back or rewritten"
                    .formatted(newest.number(), before.tip())));
      }
    }
    return Optional.empty();
  }

  private Entry entry(Acknowledgement given, long number, List<String> hashes) {
    Map<String, String> details = new TreeMap<>(given.details());
    if (!hashes.isEmpty()) {
      details.put(TEXT, String.join(" ", hashes));
    }
    return acknowledgement(given, environment, number, details);
  }

  /** The entry that says so. */
  static Entry acknowledgement(
      Acknowledgement given, String environment, long number, Map<String, String> details) {
    return new Entry(
        number,
        Entry.Kind.ACKNOWLEDGE,
        "",
        environment,
        given.at(),
        "",
        "",
        OptionalLong.empty(),
        List.of(),
        List.of(),
        Map.of(),
        "",
        "",
        given.by(),
        given.reason(),
        Optional.empty(),
        Map.copyOf(details));
  }

  private static void requireNumbers(LedgerState now, List<Entry> entries) {
    Map<String, Long> next = new TreeMap<>();
    for (Entry entry : entries) {
      long expected = next.getOrDefault(entry.application(), now.next(entry.application()));
      if (entry.number() != expected) {
        throw new IllegalArgumentException(
            "entry %d of %s is not the next one".formatted(entry.number(), entry.application()));
      }
      next.put(entry.application(), expected + 1);
    }
  }

  private static Entry newest(List<Entry> entries) {
    return entries.stream()
        .max(Comparator.comparing(Entry::at))
        .orElseThrow(() -> new IllegalArgumentException("nothing to append"));
  }
}
