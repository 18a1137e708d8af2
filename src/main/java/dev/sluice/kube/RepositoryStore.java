package dev.sluice.kube;

import dev.sluice.model.Failure;
import dev.sluice.model.Stopped;
import java.util.List;

/** The Repository resources in the daemon's namespace: one per config repository, for people. */
public interface RepositoryStore {

  /**
   * How one repository stands.
   *
   * @param repository its name
   * @param failures what is wrong with it or its environment files; empty when nothing
   */
  record Stored(String repository, List<Failure> failures) {}

  /** All of them. */
  List<Stored> list() throws Stopped;

  /** Writes how a repository stands, creating the resource if need be. */
  void publish(String repository, List<Failure> failures) throws Stopped;
}
