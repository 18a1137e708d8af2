package dev.sluice.probe;

import dev.sluice.model.Stopped;
import java.util.Set;

/** Who belongs to which team. */
@FunctionalInterface
public interface Teams {

  /**
   * The user names of a team's members.
   *
   * @param repository the config repository
   * @param commit the commit of its default branch that the gates are read from
   * @param team name of the team
   * @throws Stopped when that is not declared, or cannot be read
   */
  Set<String> members(String repository, String commit, String team) throws Stopped;
}
