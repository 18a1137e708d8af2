package dev.sluice.render;

import dev.sluice.model.Source;
import dev.sluice.model.Stopped;

/** Turns an overlay into objects. Safe for use by many threads. */
public interface Renderer {

  /**
   * Renders one overlay directory.
   *
   * @throws Stopped when the overlay cannot be rendered; the failure names file, line and field
   */
  Desired render(Source source, String overlay) throws Stopped;

  /** The same as {@code kustomize build} of the same version would print, byte for byte. */
  String yaml(Source source, String overlay) throws Stopped;
}
