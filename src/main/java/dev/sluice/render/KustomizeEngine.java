package dev.sluice.render;

/** A renderer that holds processes or files until it is closed. */
public interface KustomizeEngine extends Renderer, AutoCloseable {

  /** Name and version of the engine, such as {@code kustomize v0.21.2}; part of every digest. */
  String engine();

  /** Version of the {@code kustomize} command that prints the same YAML, such as {@code v5.8.2}. */
  String commandVersion();

  /** How many renders there were since it was opened. */
  Counts counts();

  /** Ends its processes and removes its files. A render that is under way fails. */
  @Override
  void close();

  /**
   * Counts of renders.
   *
   * @param rendered overlays that were rendered
   * @param remembered answers from memory: nothing that was read had moved
   * @param failed overlays that were refused, or could not be rendered
   */
  record Counts(long rendered, long remembered, long failed) {}
}
