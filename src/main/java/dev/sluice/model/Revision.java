package dev.sluice.model;

/**
 * A commit of a config repository.
 *
 * @param repository the repository's name in the daemon's configuration
 * @param commit the full commit id
 */
public record Revision(String repository, String commit) {

  /** The first twelve characters of the commit id, for people. */
  public String abbreviated() {
    return commit.length() <= 12 ? commit : commit.substring(0, 12);
  }
}
