package dev.sluice.git;

import dev.sluice.model.Revision;
import java.time.Instant;

/**
 * What a person wants to see of a commit.
 *
 * @param revision the commit
 * @param author name of the author; no mail address
 * @param time when it was committed
 * @param subject first line of the message; empty when there is none
 */
public record CommitInfo(Revision revision, String author, Instant time, String subject) {}
