package dev.sluice.report;

import dev.sluice.kube.RequestListener;
import java.time.Duration;

/** Counts and times requests to API servers; paths are too many to be labels. */
public record RequestMeters(Meters meters) implements RequestListener {

  @Override
  public void ended(String cluster, String method, String path, int status, Duration took) {
    meters.time(Metric.API_REQUESTS, took, cluster, method, Integer.toString(status));
  }
}
