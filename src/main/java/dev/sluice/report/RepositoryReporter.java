package dev.sluice.report;

import dev.sluice.kube.RepositoryStore;
import dev.sluice.model.Failure;
import dev.sluice.model.Stopped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Tells in the Repository resource, and in the log, what changed about a repository. */
public final class RepositoryReporter implements Repositories {

  private static final Logger LOG = Logger.getLogger(RepositoryReporter.class);

  private final RepositoryStore store;
  private final Map<String, List<Failure>> told = new ConcurrentHashMap<>();

  /** A reporter that writes to this store. */
  public RepositoryReporter(RepositoryStore store) {
    this.store = store;
  }

  @Override
  public void stand(String repository, List<Failure> failures) {
    List<Failure> before = told.get(repository);
    if (failures.equals(before)) {
      return;
    }
    failures.stream()
        .filter(failure -> before == null || !before.contains(failure))
        .forEach(failure -> LOG.warnf("%s: %s", repository, failure));
    try {
      store.publish(repository, failures);
      told.put(repository, failures);
    } catch (Stopped stopped) {
      // Told again with the next poll; the log has it meanwhile.
      LOG.warnf("%s: its state was not written: %s", repository, stopped.failure());
    }
  }
}
