package dev.sluice.promote.ledger;

import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Entry;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A history of 10,000 entries; every second one is a release with gates and approvals. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class LedgerBenchmark {

  private static final int ENTRIES = 10_000;

  private final Latest store = new Latest();
  private final SignedLedger grown = anew();
  private long cpu;
  private int operations;

  /** Writes the history. */
  @Setup
  public void write() throws Stopped {
    List<Entry> entries = new ArrayList<>();
    for (long number = 1; number <= ENTRIES; number += 2) {
      Entry release = LedgerEntries.release(number, "shop", "prod");
      entries.add(release);
      entries.add(LedgerEntries.outcome(number + 1, Entry.Kind.VERIFIED, release));
    }
    Ledger.Appended written = grown.append(grown.read(), entries);
    System.out.printf(
        "# %,d entries, %,d bytes%n",
        written.now().history("shop").size(), store.now.texts().get("shop.jsonl").length());
  }

  /** On a busy machine the time of the processor says more than that of the clock. */
  @Setup(Level.Iteration)
  public void begin() {
    operations = 0;
    cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Tells what one operation took of the processor. */
  @TearDown(Level.Iteration)
  public void end() {
    long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
    System.out.printf("CPU %.1f ms/op, ", used / 1e6 / operations);
  }

  /** By a daemon that never saw it: every line checked, the newest entry read. */
  @Benchmark
  public Entry open() throws Stopped {
    operations++;
    return anew().read().history("shop").getFirst();
  }

  /** The same, and what is in force: every entry is read. */
  @Benchmark
  public Standing openAndFold() throws Stopped {
    operations++;
    return anew().read().standing("shop");
  }

  /** One more entry by a daemon that knows it: signed, sealed, read again, folded again. */
  @Benchmark
  public Standing append() throws Stopped {
    operations++;
    LedgerState now = grown.read();
    Entry next = LedgerEntries.release(now.next("shop"), "shop", "prod");
    return grown.append(now, List.of(next)).now().standing("shop");
  }

  private SignedLedger anew() {
    return new SignedLedger("prod", store, LedgerTexts.KEYS);
  }

  /** Keeps the newest point. */
  private static final class Latest implements LedgerStore {

    private Files now = new Files("", Optional.of(""), Map.of());

    @Override
    public Files read() {
      return now;
    }

    @Override
    public Written write(Files base, Map<String, String> changed, String message, Instant at) {
      Map<String, String> texts = new TreeMap<>(base.texts());
      texts.putAll(changed);
      now = new Files(base.tip() + "x", Optional.of(base.tip()), texts);
      return new Written.Accepted(now);
    }

    @Override
    public Written begin(Files base, String file, String text, String message, Instant at) {
      return write(base, Map.of(file, text), message, at);
    }
  }
}
