package dev.sluice.model;

import java.time.Instant;

/**
 * What a person wants to see of a commit.
 *
 * @param revision the commit
 * @param author name of the author; no mail address
 * @param time when it was committed
 * @param subject first line of the message; empty when there is none
 */
public record CommitInfo(Revision revision, String author, Instant time, String subject) {

  /** No commit. */
  public static final CommitInfo NONE = ofUnknown(new Revision("", ""));

  /** A commit of which no more than the id is known. */
  public static CommitInfo ofUnknown(Revision revision) {
    return new CommitInfo(revision, "", Instant.EPOCH, "");
  }

  /** One line for people: {@code 4b825dc642cb by Jane Doe: raise the limit}. */
  @Override
  public String toString() {
    String by = author.isEmpty() ? "" : " by " + author;
    return revision.abbreviated() + by + (subject.isEmpty() ? "" : ": " + subject);
  }
}
