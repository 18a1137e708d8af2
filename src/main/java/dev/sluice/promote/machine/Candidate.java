package dev.sluice.promote.machine;

import java.time.Instant;

/**
 * A revision that could come next.
 *
 * @param commit the commit
 * @param digest what it renders to in the environment
 * @param engine the renderer that the digest came from
 * @param seen when it was first a candidate here
 * @param upstreamRelease what makes it one, for people: {@code staging release 14}, {@code main}
 */
public record Candidate(
    String commit, String digest, String engine, Instant seen, String upstreamRelease) {}
