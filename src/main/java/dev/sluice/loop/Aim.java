package dev.sluice.loop;

import dev.sluice.model.Failure;
import dev.sluice.promote.Allowed;
import dev.sluice.render.Desired;
import java.util.Optional;

/**
 * What a target should be right now.
 *
 * @param allowed the revision in force, with its proof
 * @param desired what it renders to
 * @param newest why a newer revision is not the one in force; empty when this is the newest
 */
public record Aim(Allowed allowed, Desired desired, Optional<Failure> newest) {}
