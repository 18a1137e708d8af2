package dev.sluice.live;

import dev.sluice.model.Inventory;
import java.util.List;

/**
 * The live side of one target.
 *
 * @param inventory what the target has applied so far
 * @param subjects every object that is wanted or remembered, sorted by key
 */
public record Live(Inventory inventory, List<Subject> subjects) {}
