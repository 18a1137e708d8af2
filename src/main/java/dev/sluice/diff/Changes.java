package dev.sluice.diff;

import dev.sluice.model.TargetId;
import java.util.List;

/**
 * The verdicts on all objects of one target.
 *
 * @param target whose they are
 * @param all one per object, sorted by key
 */
public record Changes(TargetId target, List<Change> all) {}
