package dev.sluice.diff;

import java.util.List;

/**
 * The verdicts on all objects of one target.
 *
 * @param all one per object, sorted by key
 */
public record Changes(List<Change> all) {}
