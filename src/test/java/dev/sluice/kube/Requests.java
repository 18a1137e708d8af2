package dev.sluice.kube;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down every request, for tests that count them. */
public final class Requests implements RequestListener {

  private final List<String> lines = new CopyOnWriteArrayList<>();

  @Override
  public void ended(String cluster, String method, String path, int status, Duration took) {
    lines.add(method + " " + path + " -> " + status);
  }

  /** All requests since the last call. */
  public List<String> drain() {
    List<String> taken = List.copyOf(lines);
    lines.subList(0, taken.size()).clear();
    return taken;
  }

  /** All requests so far. */
  public List<String> all() {
    return List.copyOf(lines);
  }
}
