package dev.sluice.kube;

import dev.sluice.model.TargetId;

/**
 * Which targets something that a person wrote is about.
 *
 * @param repository the config repository; empty for any
 * @param environment the environment; empty for all
 * @param application the application; empty for all
 */
public record Scope(String repository, String environment, String application) {

  /** Exactly one target. */
  public static Scope of(TargetId target) {
    return new Scope(target.repository(), target.environment(), target.application());
  }

  /** Whether it is about this target, perhaps among others. */
  public boolean covers(TargetId target) {
    return (repository.isEmpty() || repository.equals(target.repository()))
        && (environment.isEmpty() || environment.equals(target.environment()))
        && (application.isEmpty() || application.equals(target.application()));
  }

  /** In words: {@code web in prod}, {@code every application in prod}. */
  @Override
  public String toString() {
    return (application.isEmpty() ? "every application" : application)
        + " in "
        + (environment.isEmpty() ? "every environment" : environment);
  }
}
