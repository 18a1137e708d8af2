package dev.sluice.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** The one way to do many blocking things side by side: virtual threads behind a bound. */
public final class Parallel {

  private Parallel() {}

  /**
   * Applies a function to every item, at most {@code bound} at a time, and returns the results in
   * the order of the items. An exception of the function is thrown once all have ended.
   */
  public static <T, R> List<R> map(int bound, List<T> items, Function<T, R> function) {
    if (items.size() <= 1) {
      return items.stream().map(function).toList();
    }
    Semaphore permits = new Semaphore(bound);
    List<Future<R>> futures = new ArrayList<>(items.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (T item : items) {
        permits.acquireUninterruptibly();
        futures.add(
            threads.submit(() -> {
              try {
                return function.apply(item);
              } finally {
                permits.release();
              }
            }));
      }
    }
    return futures.stream().map(Parallel::result).toList();
  }

  private static <R> R result(Future<R> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted after all work had ended", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
