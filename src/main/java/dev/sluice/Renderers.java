package dev.sluice;

import dev.sluice.config.Settings;
import dev.sluice.config.SluiceConfig;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.render.KustomizeRenderer;
import dev.sluice.render.RenderLimits;
import java.time.Clock;

/** Opens the renderer this platform has. */
final class Renderers {

  private Renderers() {}

  /** The daemon's renderer. */
  static KustomizeRenderer open(SluiceConfig.Render settings, Clock clock) throws Stopped {
    return open(settings.workers(), Settings.render(settings), clock);
  }

  /** A renderer with these limits. */
  static KustomizeRenderer open(int workers, RenderLimits limits, Clock clock) throws Stopped {
    return KustomizeRenderer.open(workers, limits, clock)
        .orElseThrow(() ->
            new Stopped(
                Failure.of(
                    Reason.RENDERER_UNAVAILABLE,
                    "this program was built without a kustomize worker for this platform",
                    "Build it again with Go 1.26 or newer installed")));
  }
}
