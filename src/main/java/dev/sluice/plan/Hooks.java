package dev.sluice.plan;

import dev.sluice.model.Stopped;
import dev.sluice.render.Desired;
import dev.sluice.render.DesiredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A render, taken apart into what the target consists of and what runs around a sync.
 *
 * @param desired the ordinary objects; the digest is still that of the whole render
 * @param hooks in the order of the render
 */
public record Hooks(Desired desired, List<Hook> hooks) {

  /**
   * Takes a render apart.
   *
   * @throws Stopped {@code InvalidManifest} for a mistake in an annotation of a wave or hook
   */
  public static Hooks split(Desired desired) throws Stopped {
    List<DesiredObject> ordinary = new ArrayList<>();
    List<Hook> hooks = new ArrayList<>();
    List<String> warnings = new ArrayList<>(desired.warnings());
    for (DesiredObject object : desired.objects()) {
      int ignored = Waves.of(object.manifest()); // a mistake in it stops the revision, not the wave
      Optional<List<Hook>> read = new HookAnnotations(object.manifest(), warnings).read();
      read.ifPresentOrElse(hooks::addAll, () -> ordinary.add(object));
    }
    return ordinary.size() == desired.objects().size()
        ? new Hooks(desired, List.of())
        : new Hooks(
            new Desired(
                List.copyOf(ordinary), desired.closure(), desired.digest(), List.copyOf(warnings)),
            List.copyOf(hooks));
  }
}
