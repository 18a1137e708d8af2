package dev.sluice.render;

import dev.sluice.model.Failure;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** The real worker, or a plain word about what is missing. */
final class Engines {

  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  private Engines() {}

  static KustomizeRenderer worker(RenderLimits limits, Clock clock) {
    try {
      return KustomizeRenderer.open(2, limits, clock)
          .orElseThrow(() ->
              new AssertionError(
                  "the program was built without its kustomize worker: install Go and build"
                      + " again"));
    } catch (Stopped stopped) {
      throw new AssertionError(stopped);
    }
  }

  static KustomizeRenderer worker() {
    return worker(RenderLimits.DEFAULT, CLOCK);
  }

  /** How a render is refused. */
  static Failure refusal(Renderer renderer, Source source, String overlay) {
    try {
      Desired desired = renderer.render(source, overlay);
      throw new AssertionError("rendered " + desired.objects().size() + " objects");
    } catch (Stopped stopped) {
      return stopped.failure();
    }
  }
}
