package dev.sluice.kube;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes down every request, for tests that count them. */
public final class Requests implements RequestListener {

  private final List<String> lines = new ArrayList<>();

  @Override
  public synchronized void ended(
      String cluster, String method, String path, int status, Duration took) {
    lines.add(method + " " + path + " -> " + status);
  }

  /** All requests since the last call; watches, which open when they do, are left out. */
  public synchronized List<String> drain() {
    List<String> taken = lines.stream().filter(line -> !line.startsWith("WATCH ")).toList();
    lines.clear();
    return taken;
  }

  /** All requests so far. */
  public synchronized List<String> all() {
    return List.copyOf(lines);
  }
}
