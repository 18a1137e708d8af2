package dev.sluice.git;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The config repositories of the daemon, by name. */
public final class GitRepositories implements AutoCloseable {

  private final SortedMap<String, GitRepository> repositories;

  private GitRepositories(SortedMap<String, GitRepository> repositories) {
    this.repositories = repositories;
  }

  /**
   * Opens the caches of all repositories; makes no request.
   *
   * @param data the daemon's data directory
   * @throws Stopped when one cannot be opened, or two share a name; none is open then
   */
  public static GitRepositories open(Collection<RepositorySettings> settings, Path data)
      throws Stopped {
    GitRepositories repositories = new GitRepositories(new TreeMap<>());
    try {
      for (RepositorySettings one : settings) {
        repositories.add(one, data);
      }
      return repositories;
    } catch (Stopped stopped) {
      repositories.closeAfter(stopped);
      throw stopped;
    }
  }

  /**
   * The repository of a name.
   *
   * @throws Stopped when none is configured
   */
  public GitRepository get(String name) throws Stopped {
    GitRepository repository = repositories.get(name);
    if (repository == null) {
      throw new Stopped(
          Failure.of(
              Reason.NOT_FOUND,
              "no repository " + name + " is configured",
              "Configured are: " + String.join(", ", repositories.keySet())));
    }
    return repository;
  }

  /** All of them, sorted by name. */
  public List<GitRepository> all() {
    return List.copyOf(repositories.values());
  }

  @Override
  public void close() throws IOException {
    IOException first = null;
    for (GitRepository repository : repositories.values()) {
      try {
        repository.close();
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private void add(RepositorySettings settings, Path data) throws Stopped {
    String name = settings.name();
    if (!name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
      throw invalid(
          "the repository name " + EntryNames.printable(name) + " is not allowed",
          "Use up to 63 lower case letters, digits and hyphens");
    }
    if (repositories.containsKey(name)) {
      throw invalid("two repositories are named " + name, "Give each its own name");
    }
    repositories.put(name, GitRepository.open(settings, data));
  }

  private void closeAfter(Stopped stopped) {
    try {
      close();
    } catch (IOException e) {
      stopped.addSuppressed(e);
    }
  }

  private static Stopped invalid(String message, String remedy) {
    return new Stopped(Failure.of(Reason.INVALID_CONFIGURATION, message, remedy));
  }
}
