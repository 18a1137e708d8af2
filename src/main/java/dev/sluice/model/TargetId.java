package dev.sluice.model;

/**
 * One application in one environment of one config repository.
 *
 * @param repository the repository's name in the daemon's configuration
 * @param application the application's name, taken from its overlay path
 * @param environment the environment's name
 */
public record TargetId(String repository, String application, String environment)
    implements Comparable<TargetId> {

  @Override
  public int compareTo(TargetId other) {
    return toString().compareTo(other.toString());
  }

  /** {@code repository/application/environment}. */
  @Override
  public String toString() {
    return repository + "/" + application + "/" + environment;
  }
}
