package dev.sluice.loop;

import dev.sluice.environments.ApplicationFile;
import dev.sluice.model.ApplicationSettings;
import dev.sluice.model.Source;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.promotion.Role;
import dev.sluice.plan.Hooks;
import dev.sluice.render.Closure;
import dev.sluice.render.Desired;
import dev.sluice.render.Renderer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Renders a target and reads its application's settings, both at one revision. Thread-safe. */
public final class Composer {

  private final Renderer renderer;

  // The newest settings of every file, by repository and path: most commits touch none of them.
  private final Map<String, Read> remembered = new ConcurrentHashMap<>();

  /** A file by its Git object id, and what it holds. */
  private record Read(String id, ApplicationSettings settings) {}

  /** Renders with this renderer. */
  public Composer(Renderer renderer) {
    this.renderer = renderer;
  }

  /**
   * What the files of a revision make of a target, in the role that it begins with.
   *
   * @throws Stopped when the overlay cannot be rendered, or the application's file holds a mistake
   */
  public Composition compose(Target target, Source source) throws Stopped {
    return compose(target, source, Optional.empty());
  }

  /**
   * The same in a role.
   *
   * @param role empty for the one that the target begins with
   * @throws Stopped as above, when any of its roles cannot be rendered
   */
  public Composition compose(Target target, Source source, Optional<Role> role) throws Stopped {
    Optional<SourceTree.Entry> file = ApplicationFile.find(source.tree(), target);
    ApplicationSettings settings =
        file.isPresent() ? settings(source, file.get()) : ApplicationSettings.NONE;
    List<InRole> roles = roles(target, source);
    Optional<Role> wanted = role.or(target::ownRole);
    Optional<InRole> now =
        roles.stream().filter(one -> wanted.filter(one.role()::equals).isPresent()).findFirst();
    if (now.isPresent()) {
      return new Composition(
          now.get().desired(),
          settings,
          file,
          now.get().hooks(),
          target.ownRole(),
          roles,
          Optional.empty());
    }
    Hooks render = Hooks.split(renderer.render(source, target.overlay()));
    return new Composition(
        withoutOtherRoles(target, render.desired()), settings, file, render.hooks());
  }

  /** Where the overlay of another role comes into being, it is not the same any more. */
  private static Desired withoutOtherRoles(Target target, Desired desired) {
    Closure closure = desired.closure();
    for (String overlay : target.roles().values()) {
      if (!overlay.equals(target.overlay())) {
        closure = closure.withoutAnythingAt(overlay);
      }
    }
    return new Desired(desired.objects(), closure, desired.digest(), desired.warnings());
  }

  /** In the order of the roles; none where the application has no overlay for the other role. */
  private List<InRole> roles(Target target, Source source) throws Stopped {
    List<InRole> roles = new ArrayList<>();
    for (Map.Entry<Role, String> one : new TreeMap<>(target.roles()).entrySet()) {
      if (!one.getValue().equals(target.overlay()) && !exists(source, one.getValue())) {
        return List.of();
      }
      Hooks render = Hooks.split(renderer.render(source, one.getValue()));
      roles.add(new InRole(one.getKey(), render.desired(), render.hooks()));
    }
    return List.copyOf(roles);
  }

  private static boolean exists(Source source, String overlay) throws Stopped {
    return source
        .tree()
        .find(overlay)
        .filter(entry -> entry.type() == SourceTree.Type.DIRECTORY)
        .isPresent();
  }

  private ApplicationSettings settings(Source source, SourceTree.Entry entry) throws Stopped {
    String place = source.revision().repository() + " " + entry.path();
    Read known = remembered.get(place);
    if (known != null && known.id().equals(entry.id()) && !entry.id().isEmpty()) {
      return known.settings();
    }
    ApplicationSettings settings = ApplicationFile.read(source.tree(), entry);
    remembered.put(place, new Read(entry.id(), settings));
    return settings;
  }
}
