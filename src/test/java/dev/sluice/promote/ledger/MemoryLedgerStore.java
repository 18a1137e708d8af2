package dev.sluice.promote.ledger;

import dev.sluice.fields.Digests;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Points that name the one before, as commits do, in memory. */
public class MemoryLedgerStore implements LedgerStore {

  private final Map<String, Files> points = new TreeMap<>();
  private Files now = new Files("", Optional.of(""), Map.of());

  @Override
  public Files read() {
    return now;
  }

  @Override
  public Written write(Files base, Map<String, String> changed, String message, Instant at) {
    if (!base.tip().equals(now.tip())) {
      return new Written.Lost(now);
    }
    Map<String, String> texts = new TreeMap<>(base.texts());
    texts.putAll(changed);
    put(texts);
    return new Written.Accepted(now);
  }

  @Override
  public Written begin(Files base, String file, String text, String message, Instant at) {
    return write(base, Map.of(file, text), message, at);
  }

  /** Another store that holds the same now. */
  public MemoryLedgerStore copy() {
    MemoryLedgerStore copy = new MemoryLedgerStore();
    copy.points.putAll(points);
    copy.now = now;
    return copy;
  }

  /** Somebody writes a point of their own on top. */
  void put(Map<String, String> texts) {
    String tip = Digests.sha256(now.tip() + texts);
    now = new Files(tip, Optional.of(now.tip()), Map.copyOf(texts));
    points.put(tip, now);
  }

  /** Somebody changes a file. */
  void put(String file, String text) {
    Map<String, String> texts = new TreeMap<>(now.texts());
    texts.put(file, text);
    put(texts);
  }

  /** Somebody removes a file. */
  void remove(String file) {
    Map<String, String> texts = new TreeMap<>(now.texts());
    texts.remove(file);
    put(texts);
  }

  /** Somebody makes an older point the newest. */
  void reset(String tip) {
    now = points.get(tip);
  }
}
