package dev.sluice.promote;

import dev.sluice.model.Revision;

/**
 * A revision and the proof that it may run.
 *
 * @param revision the revision
 * @param permit the proof
 */
public record Allowed(Revision revision, Permit permit) {}
