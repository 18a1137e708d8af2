package dev.sluice.loop;

import dev.sluice.fields.Digests;
import dev.sluice.model.ApplicationSettings;
import dev.sluice.render.Desired;
import java.util.Map;

/**
 * What a revision makes of a target: its objects, and what the application says about itself.
 *
 * @param desired the rendered objects
 * @param settings the application's settings at the same revision
 */
public record Composition(Desired desired, ApplicationSettings settings) {

  /** Equal digests would run the same thing in the same way. */
  public String digest() {
    return settings.fingerprint().isEmpty()
        ? desired.digest()
        : Digests.sha256(
            Map.of("objects", desired.digest(), "application", settings.fingerprint()));
  }
}
