package dev.sluice.loop;

import dev.sluice.environments.ApplicationFile;
import dev.sluice.fields.Digests;
import dev.sluice.model.ApplicationSettings;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.plan.Hook;
import dev.sluice.render.Closure;
import dev.sluice.render.Desired;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a revision makes of a target: its objects, and what the application says about itself.
 *
 * @param desired the rendered objects without the hooks
 * @param settings the application's settings at the same revision
 * @param file where the settings stand; empty where there are none
 * @param hooks what runs around a sync
 */
public record Composition(
    Desired desired,
    ApplicationSettings settings,
    Optional<SourceTree.Entry> file,
    List<Hook> hooks) {

  /** Without hooks. */
  public Composition(
      Desired desired, ApplicationSettings settings, Optional<SourceTree.Entry> file) {
    this(desired, settings, file, List.of());
  }

  /** What happens to objects that another tool still owns: either may allow to take them. */
  public SyncPolicy.Adoption adoption(SyncPolicy environment) {
    return settings.adoption() == SyncPolicy.Adoption.TAKE_OVER
        ? SyncPolicy.Adoption.TAKE_OVER
        : environment.adoption();
  }

  /** Equal digests would run the same thing in the same way. */
  public String digest() {
    return settings.fingerprint().isEmpty()
        ? desired.digest()
        : Digests.sha256(
            Map.of("objects", desired.digest(), "application", settings.fingerprint()));
  }

  /**
   * Whether another tree would make the very same of the target.
   *
   * @throws Stopped when the tree cannot be read
   */
  boolean holdsIn(SourceTree tree, Target target) throws Stopped {
    return holdsIn(tree, target, desired.closure(), file);
  }

  /**
   * The same of a target that once was made of these.
   *
   * @throws Stopped when the tree cannot be read
   */
  static boolean holdsIn(
      SourceTree tree, Target target, Closure closure, Optional<SourceTree.Entry> file)
      throws Stopped {
    return ApplicationFile.find(tree, target).equals(file) && closure.holdsIn(tree);
  }
}
