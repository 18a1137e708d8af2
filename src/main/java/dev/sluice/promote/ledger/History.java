package dev.sluice.promote.ledger;

import dev.sluice.model.promotion.Entry;
import java.util.AbstractList;
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
