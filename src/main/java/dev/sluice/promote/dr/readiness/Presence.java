package dev.sluice.promote.dr.readiness;

import dev.sluice.model.Failure;

/** Whether an object that is needed is there. */
public sealed interface Presence {

  /** It is. */
  record There() implements Presence {}

  /** It is not. */
  record Missing() implements Presence {}

  /**
   * That could not be found out.
   *
   * @param why what stood in the way
   */
  record Unknown(Failure why) implements Presence {}
}
