package dev.sluice.git;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ProgressMonitor;

/** Bytes and time that one poll may still use; what goes over ends the transfer at once. */
final class FetchBudget {

  private final String host;
  private final GitLimits limits;
  private final AtomicLong received = new AtomicLong();
  private final long started = System.nanoTime();

  /** A fresh budget of one poll. */
  FetchBudget(String host, GitLimits limits) {
    this.host = host;
    this.limits = limits;
  }

  /** Counts what is read from a stream of the host. */
  InputStream meter(InputStream stream) {
    return new FilterInputStream(stream) {
      @Override
      public int read() throws IOException {
        checkTime();
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        checkTime();
        int read = super.read(buffer, offset, length);
        count(Math.max(read, 0));
        return read;
      }

      @Override
      public long skip(long n) throws IOException {
        long skipped = super.skip(n);
        count(skipped);
        return skipped;
      }
    };
  }

  /** Stops the work on objects that have arrived, too, when the time is over. */
  ProgressMonitor monitor() {
    return new EmptyProgressMonitor() {
      @Override
      public boolean isCancelled() {
        return isTimeOver();
      }
    };
  }

  /** Whether the time is over. */
  boolean isTimeOver() {
    return System.nanoTime() - started > limits.fetchTime().toNanos();
  }

  /** The failure of a transfer that took too long. */
  Failure timeOver() {
    return Failure.of(
        Reason.GIT_LIMIT_EXCEEDED,
        host + " did not finish sending within " + limits.fetchTime().toSeconds() + " s",
        "Raise the repository's fetch time limit if it is large, or look at the host");
  }

  private void checkTime() throws HostRefused {
    if (isTimeOver()) {
      throw new HostRefused(timeOver());
    }
  }

  private void count(long bytes) throws HostRefused {
    if (received.addAndGet(bytes) > limits.packBytes()) {
      throw new HostRefused(
          Failure.of(
              Reason.GIT_LIMIT_EXCEEDED,
              host + " sent more than " + limits.packBytes() + " bytes in one fetch",
              "Raise the repository's pack size limit, or remove large files from its history"));
    }
  }
}
