package dev.sluice.promote.machine;

/** What could come next into a target. */
public sealed interface Offer {

  /** This one. */
  record Of(Candidate candidate) implements Offer {}

  /** Nothing: upstream has verified nothing that does not run here already. */
  record Nothing() implements Offer {}

  /**
   * It is not known: the newest revision cannot be rendered, or the cache cannot be read. What is
   * on its way stays there.
   *
   * @param why for people
   */
  record Unknown(String why) implements Offer {}
}
