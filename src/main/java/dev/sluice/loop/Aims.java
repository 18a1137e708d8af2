package dev.sluice.loop;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Role;
import dev.sluice.promote.Allowed;
import dev.sluice.promote.Beside;
import dev.sluice.promote.RevisionSource;
import java.util.Optional;

/**
 * From a target to what it should be: the newest allowed revision, rendered. Where that cannot be
 * read or rendered, the last good one stays in force and goes on being healed.
 */
public final class Aims {

  private final RevisionSource revisions;
  private final Sources sources;
  private final Composer composer;
  private final LastGood lastGood;
  private final Proposals proposals;

  /** Takes the stages before the cluster. */
  public Aims(RevisionSource revisions, Sources sources, Composer composer, LastGood lastGood) {
    this(revisions, sources, composer, lastGood, target -> Optional.empty());
  }

  /**
   * The same.
   *
   * @param proposals knows revisions that cannot even be promoted
   */
  public Aims(
      RevisionSource revisions,
      Sources sources,
      Composer composer,
      LastGood lastGood,
      Proposals proposals) {
    this.proposals = proposals;
    this.revisions = revisions;
    this.sources = sources;
    this.composer = composer;
    this.lastGood = lastGood;
  }

  /**
   * What the target should be.
   *
   * @throws Stopped when the newest revision is no good and there is no earlier one to fall back to
   */
  public Aim of(Target target) throws Stopped {
    try {
      Allowed newest = revisions.next(target);
      return new Aim(newest, compose(target, newest), proposals.broken(target.id()));
    } catch (Stopped stopped) {
      Optional<String> commit = lastGood.commit(target.id());
      if (commit.isEmpty()) {
        throw stopped;
      }
      return fallBack(target, commit.get(), stopped);
    }
  }

  /**
   * What the release that is in force would be in a role.
   *
   * @throws Stopped when there is none, or it cannot be read or rendered in that role
   */
  Composition inRole(Target target, Role role) throws Stopped {
    return compose(target, revisions.next(target).in(role));
  }

  private Aim fallBack(Target target, String commit, Stopped newest) throws Stopped {
    try {
      Allowed previous = revisions.again(target, commit);
      return new Aim(previous, compose(target, previous), Optional.of(newest.failure()));
    } catch (Stopped alsoThis) {
      // The newest failure is the one a person can mend; the older one stays in the log.
      newest.addSuppressed(alsoThis);
      throw newest;
    }
  }

  private Composition compose(Target target, Allowed allowed) throws Stopped {
    Composition newest = single(target, allowed, allowed.role());
    Optional<Beside> beside = allowed.beside();
    if (beside.isEmpty()) {
      return newest;
    }
    if (beside.get().other().isEmpty()) {
      return SideBySide.of(beside.get(), Optional.empty(), newest);
    }
    Allowed other = beside.get().other().get();
    if (!other.permit().allows(target.id(), other.revision())) {
      throw new Stopped(
          Failure.of(
              Reason.GATES_INCOMPLETE,
              "there is no proof that %s may run beside %s"
                  .formatted(other.revision().abbreviated(), allowed.revision().abbreviated()),
              "Nothing is applied"));
    }
    return SideBySide.of(beside.get(), Optional.of(single(target, other, allowed.role())), newest);
  }

  private Composition single(Target target, Allowed allowed, Optional<Role> role) throws Stopped {
    Source source = sources.at(allowed.revision());
    Composition composition = composer.compose(target, source, role);
    if (composition.desired().objects().isEmpty()) {
      throw new Stopped(
          Failure.of(
              Reason.EMPTY_RENDER,
              target.overlay() + " renders to no objects at " + allowed.revision().abbreviated(),
              "Nothing is pruned because of it. To let the application go, remove its overlay"
                  + " directory, then delete its Target resource."));
    }
    Optional<Allowed.Approved> approved = allowed.approved();
    if (approved.isPresent()) {
      requireApproved(allowed, approved.get(), composition);
    }
    return composition;
  }

  /** What was approved is what is applied; another renderer alone changes nothing of that. */
  private static void requireApproved(
      Allowed allowed, Allowed.Approved approved, Composition composition) throws Stopped {
    boolean sameEngine = approved.engine().equals(composition.desired().closure().engine());
    if (sameEngine && !composition.isApprovedBy(approved.digest())) {
      throw new Stopped(
          Failure.of(
              Reason.RENDER_DRIFT,
              "%s renders to %s, but %s was approved"
                  .formatted(
                      allowed.revision().abbreviated(), composition.digest(), approved.digest()),
              "Nothing of it is applied. Promote the revision anew."));
    }
  }

  /** Knows what is proposed and cannot be: it is told of with what runs instead. */
  @FunctionalInterface
  public interface Proposals {

    /** Why a target's newest revision cannot be promoted; empty when it can. */
    Optional<Failure> broken(TargetId target);
  }
}
