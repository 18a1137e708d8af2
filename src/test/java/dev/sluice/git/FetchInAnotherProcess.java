package dev.sluice.git;

import java.nio.file.Path;

/** A process of its own that polls once: to be killed on the way. */
final class FetchInAnotherProcess {

  private FetchInAnotherProcess() {}

  /** Polls the repository at the first argument into the data directory at the second. */
  public static void main(String[] arguments) throws Exception {
    try (GitRepository repository =
        GitRepository.open(BareCacheTest.settings(arguments[0]), Path.of(arguments[1]))) {
      repository.poll();
    }
  }
}
