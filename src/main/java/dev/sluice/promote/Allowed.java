package dev.sluice.promote;

import dev.sluice.model.Failure;
import dev.sluice.model.Revision;
import dev.sluice.model.promotion.Role;
import java.util.Optional;

/**
 * A revision and the proof that it may run.
 *
 * @param revision the revision
 * @param permit the proof
 * @param approved what it has to render to; empty where nothing was agreed on
 * @param frozen why nothing may be written, not even to heal; empty when that is not so
 * @param role the role that the ledger gives the environment; empty for the one it begins with
 * @param beside the other release, while two run side by side; this is the newer one then
 */
public record Allowed(
    Revision revision,
    Permit permit,
    Optional<Approved> approved,
    Optional<Failure> frozen,
    Optional<Role> role,
    Optional<Beside> beside) {

  /** A revision that may run, whatever it renders to. */
  public Allowed(Revision revision, Permit permit) {
    this(revision, permit, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same in another role. */
  public Allowed in(Role newRole) {
    return new Allowed(revision, permit, approved, frozen, Optional.of(newRole), beside);
  }

  /**
   * What was approved.
   *
   * @param digest the render digest
   * @param engine the renderer that it came from, of whose version it is; empty when unknown
   */
  public record Approved(String digest, String engine) {}
}
