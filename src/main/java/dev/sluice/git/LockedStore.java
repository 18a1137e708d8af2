package dev.sluice.git;

import dev.sluice.model.Stopped;
import dev.sluice.promote.ledger.LedgerStore;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Writes while nothing is polled: both move refs of the same cache. */
record LockedStore(LedgerStore store, ReentrantLock polling) implements LedgerStore {

  @Override
  public Files read() throws Stopped {
    return store.read();
  }

  @Override
  public Written write(Files base, Map<String, String> changed, String message, Instant at)
      throws Stopped {
    polling.lock();
    try {
      return store.write(base, changed, message, at);
    } finally {
      polling.unlock();
    }
  }

  @Override
  public Written begin(Files base, String file, String text, String message, Instant at)
      throws Stopped {
    polling.lock();
    try {
      return store.begin(base, file, text, message, at);
    } finally {
      polling.unlock();
    }
  }
}
