package dev.sluice.fields;

import java.util.regex.Pattern;

/**
 * Field managers behind which a person sits: what they set is meant for the moment and is nobody's
 * to maintain.
 *
 * <p>Source: {@code kubectl} names its manager after the subcommand; other clients are named by the
 * start of their user agent, which for a dashboard in a browser is the browser's.
 */
public final class Interactive {

  private static final Pattern MANAGER =
      Pattern.compile(
          "(kubectl|oc)(-.*)?|k9s|[Ll]ens|OpenLens|Freelens|node-fetch|Mozilla|curl|HTTPie"
              + "|(kubernetes-)?dashboard(-api|-web)?|headlamp(-server)?|octant|kuboard"
              + "|before-first-apply");

  private Interactive() {}

  /** Whether a person writes by that name. */
  public static boolean is(String manager) {
    return MANAGER.matcher(manager).matches();
  }
}
