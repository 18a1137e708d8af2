package dev.sluice.loop;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.promote.Allowed;
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

  /** Takes the stages before the cluster. */
  public Aims(RevisionSource revisions, Sources sources, Composer composer, LastGood lastGood) {
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
      return new Aim(newest, compose(target, newest), Optional.empty());
    } catch (Stopped stopped) {
      Optional<String> commit = lastGood.commit(target.id());
      if (commit.isEmpty()) {
        throw stopped;
      }
      return fallBack(target, revisions.again(target, commit.get()), stopped);
    }
  }

  private Aim fallBack(Target target, Allowed previous, Stopped newest) throws Stopped {
    try {
      return new Aim(previous, compose(target, previous), Optional.of(newest.failure()));
    } catch (Stopped alsoThis) {
      // The newest failure is the one a person can mend; the older one stays in the log.
      newest.addSuppressed(alsoThis);
      throw newest;
    }
  }

  private Composition compose(Target target, Allowed allowed) throws Stopped {
    Source source = sources.at(allowed.revision());
    Composition composition = composer.compose(target, source);
    if (composition.desired().objects().isEmpty()) {
      throw new Stopped(
          Failure.of(
              Reason.EMPTY_RENDER,
              target.overlay() + " renders to no objects at " + allowed.revision().abbreviated(),
              "Nothing is pruned because of it. To let the application go, remove its overlay"
                  + " directory, then delete its Target resource."));
    }
    return composition;
  }
}
