package dev.sluice.promote.ledger;

import dev.sluice.model.promotion.Entry;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one file, newest first. Each is read when it is first looked at, since most never
 * are; what they come to is folded once. Immutable to whoever looks at it; thread-safe.
 */
final class History extends AbstractList<Entry> implements RandomAccess {

  private final List<String> lines;
  private final @Nullable Entry[] entries;
  private volatile @Nullable Standing standing;

  /** The entries of lines that were checked. */
  History(List<String> lines) {
    this.lines = List.copyOf(lines);
    this.entries = new Entry[lines.size()];
  }

  private History(List<String> lines, @Nullable Entry[] entries) {
    this.lines = lines;
    this.entries = entries;
  }

  /** The same with newer lines on top; what was read of these is not read again. */
  History under(List<String> newer) {
    List<String> all = new ArrayList<>(newer);
    all.addAll(lines);
    @Nullable Entry[] read = new Entry[all.size()];
    System.arraycopy(entries, 0, read, newer.size(), entries.length);
    return new History(List.copyOf(all), read);
  }

  /** The newest line; empty when there is none. */
  String newest() {
    return lines.isEmpty() ? "" : lines.getFirst();
  }

  @Override
  public Entry get(int index) {
    Entry known = entries[index];
    if (known == null) {
      // Two threads that read the same line read the same entry.
      known = LedgerLine.entry(lines.get(index));
      entries[index] = known;
    }
    return known;
  }

  @Override
  public int size() {
    return lines.size();
  }

  /** What is in force. */
  Standing standing() {
    Standing known = standing;
    if (known == null) {
      known = Standing.of(this);
      standing = known;
    }
    return known;
  }
}
