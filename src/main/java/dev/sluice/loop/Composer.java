package dev.sluice.loop;

import dev.sluice.environments.ApplicationFile;
import dev.sluice.model.ApplicationSettings;
import dev.sluice.model.Source;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.plan.Hooks;
import dev.sluice.render.Renderer;
import java.util.Map;
import java.util.Optional;
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
   * What the files of a revision make of a target.
   *
   * @throws Stopped when the overlay cannot be rendered, or the application's file holds a mistake
   */
  public Composition compose(Target target, Source source) throws Stopped {
    Optional<SourceTree.Entry> file = ApplicationFile.find(source.tree(), target);
    ApplicationSettings settings =
        file.isPresent() ? settings(source, file.get()) : ApplicationSettings.NONE;
    Hooks render = Hooks.split(renderer.render(source, target.overlay()));
    return new Composition(render.desired(), settings, file, render.hooks());
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
