package dev.sluice.probe;

import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import java.util.Set;

/** Who belongs to which team, and under which names people are known in Git. */
public interface Teams {

  /**
   * The user names of a team's members.
   *
   * @param policy the commit of the default branch that the gates are read from
   * @param team name of the team
   * @throws Stopped when that is not declared, or cannot be read
   */
  Set<String> members(Revision policy, String team) throws Stopped;

  /**
   * The user names of the people who are known in Git under any of these names.
   *
   * @param policy the commit of the default branch that the gates are read from
   * @param authors names and e-mail addresses, in lower case
   * @throws Stopped when what is declared cannot be read
   */
  Set<String> userNames(Revision policy, Set<String> authors) throws Stopped;
}
