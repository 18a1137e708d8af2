package dev.sluice.loop;

import dev.sluice.model.Failure;
import dev.sluice.model.promotion.Role;
import dev.sluice.promote.Allowed;
import dev.sluice.render.Desired;
import java.util.Optional;

/**
 * What a target should be right now.
 *
 * @param allowed the revision in force, with its proof
 * @param composition what it makes of the target
 * @param newest why a newer revision is not the one in force; empty when this is the newest
 */
public record Aim(Allowed allowed, Composition composition, Optional<Failure> newest) {

  /** The role that the target is to have; empty where all roles run the same. */
  public Optional<Role> role() {
    return composition.roles().isEmpty() ? Optional.empty() : allowed.role().or(composition::own);
  }

  /** The rendered objects. */
  public Desired desired() {
    return composition.desired();
  }
}
