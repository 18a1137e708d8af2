package dev.sluice.controlplane;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a person would have been shown. */
final class RecordedProgress implements Progress {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @Override
  public <T> T during(String stage, Callable<T> work) throws Exception {
    lines.add(stage);
    return work.call();
  }

  @Override
  public void note(String line) {
    lines.add(line);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
