package dev.sluice.loop;

import dev.sluice.environments.ApplicationFile;
import dev.sluice.fields.Digests;
import dev.sluice.model.ApplicationSettings;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.promotion.Role;
import dev.sluice.plan.Hook;
import dev.sluice.render.Closure;
import dev.sluice.render.Desired;
import dev.sluice.render.DesiredObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a revision makes of a target: its objects, and what the application says about itself.
 *
 * @param desired the rendered objects without the hooks
 * @param settings the application's settings at the same revision
 * @param file where the settings stand; empty where there are none
 * @param hooks what runs around a sync
 * @param own the role that the target begins with; empty where all roles run the same
 * @param roles what it would be in each role, the one above included, by role; empty where all
 *     roles run the same
 * @param mixed where two releases run side by side: what they come to together
 */
public record Composition(
    Desired desired,
    ApplicationSettings settings,
    Optional<SourceTree.Entry> file,
    List<Hook> hooks,
    Optional<Role> own,
    List<InRole> roles,
    Optional<Mixed> mixed) {

  /**
   * Two releases side by side.
   *
   * @param digest equal digests run the same
   * @param aside objects that are there and not judged
   */
  public record Mixed(String digest, Set<ObjectKey> aside) {}

  /** One release of a target whose roles run the same. */
  public Composition(
      Desired desired,
      ApplicationSettings settings,
      Optional<SourceTree.Entry> file,
      List<Hook> hooks) {
    this(desired, settings, file, hooks, Optional.empty(), List.of(), Optional.empty());
  }

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

  /**
   * Equal digests would run the same thing in the same way, in whatever role: what is approved is
   * approved for all of them.
   */
  public String digest() {
    if (mixed.isPresent()) {
      return mixed.get().digest();
    }
    if (roles.isEmpty()) {
      return digest(desired);
    }
    Map<String, Object> each = new TreeMap<>();
    roles.forEach(one -> each.put(one.role().word(), digest(one.desired())));
    return Digests.sha256(each);
  }

  /**
   * Whether this is what was approved under a digest. What was approved before there were roles was
   * approved for the role that the target begins with, and no other.
   */
  public boolean isApprovedBy(String approved) {
    return approved.equals(digest())
        || roles.stream()
            .filter(one -> own.filter(one.role()::equals).isPresent())
            .anyMatch(
                one -> one.desired().equals(desired) && approved.equals(digest(one.desired())));
  }

  /** Everything that it depends on, in whatever role. */
  public Closure closure() {
    SortedMap<String, String> ids = new TreeMap<>(desired.closure().ids());
    roles.forEach(one -> ids.putAll(one.desired().closure().ids()));
    return roles.isEmpty() ? desired.closure() : new Closure(desired.closure().engine(), ids);
  }

  /** All objects that there would be in any role, hooks included. */
  public List<Manifest> everything() {
    List<InRole> all = roles.isEmpty() ? List.of(new InRole(Role.ACTIVE, desired, hooks)) : roles;
    return all.stream()
        .flatMap(one ->
            Stream.concat(
                one.desired().objects().stream().map(DesiredObject::manifest),
                one.hooks().stream().map(Hook::manifest)))
        .toList();
  }

  private String digest(Desired one) {
    return settings.fingerprint().isEmpty()
        ? one.digest()
        : Digests.sha256(Map.of("objects", one.digest(), "application", settings.fingerprint()));
  }

  /**
   * Whether another tree would make the very same of the target.
   *
   * @throws Stopped when the tree cannot be read
   */
  boolean holdsIn(SourceTree tree, Target target) throws Stopped {
    return holdsIn(tree, target, closure(), file);
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
