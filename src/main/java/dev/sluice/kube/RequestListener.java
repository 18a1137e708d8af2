package dev.sluice.kube;

import java.time.Duration;

/** Hears of every request that was sent to an API server, tries that failed included. */
public interface RequestListener {

  /** Hears nothing. */
  RequestListener NONE = (cluster, method, path, status, took) -> {};

  /**
   * A request ended. Returns at once.
   *
   * @param cluster the cluster's registered name; empty for the one the daemon runs in
   * @param method {@code GET}, {@code PATCH}, {@code DELETE}; {@code WATCH} for a watch
   * @param path path and query
   * @param status HTTP status; 0 when no answer came
   * @param took until the whole answer was there; of a watch, until it was open
   */
  void ended(String cluster, String method, String path, int status, Duration took);
}
