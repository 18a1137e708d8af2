package dev.sluice.promote.ledger;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import java.util.EnumSet;
import java.util.Set;

/**
 * When a Git host counts as away: it cannot be reached, or it does not let us in. A token that was
 * revoked at night must not keep anybody from taking a bad release back.
 */
public final class HostAway {

  private static final Set<Reason> REASONS =
      EnumSet.of(
          Reason.REPOSITORY_UNREACHABLE,
          // So hosts answer those who may not read, too.
          Reason.REPOSITORY_NOT_FOUND,
          Reason.GIT_AUTHENTICATION_FAILED,
          Reason.HOST_KEY_REJECTED,
          Reason.REDIRECT_REFUSED,
          // It may be read, and takes no push of ours.
          Reason.LEDGER_REFUSED);

  private HostAway() {}

  /** Whether a failure means that nothing can be brought to the host now. */
  public static boolean is(Failure failure) {
    return REASONS.contains(failure.reason());
  }

  /** Whether somebody has to do something about it: waiting alone does not bring it back. */
  static boolean refuses(Failure failure) {
    return is(failure) && failure.reason() != Reason.REPOSITORY_UNREACHABLE;
  }
}
