package dev.sluice.model.promotion;

import java.util.Map;

/**
 * The roles of an environment.
 *
 * @param initial the role that it has until its ledger says something else; what it runs then is
 *     what its own overlays hold
 * @param overlays pattern of the overlay directories of the other role; empty when both roles run
 *     the same
 * @param hooks what is run around the way into a role
 */
public record Roles(Role initial, String overlays, Map<Role, Hooks> hooks) {

  /** An environment that always serves. */
  public static final Roles NONE = new Roles(Role.ACTIVE, "", Map.of());

  /** Whether the two roles run something else. */
  public boolean differ() {
    return !overlays.isEmpty();
  }

  /** What is run around the way into a role. */
  public Hooks into(Role role) {
    return hooks.getOrDefault(role, Hooks.NONE);
  }

  /**
   * Jobs of each application, as paths of their manifests from the root of the repository; with the
   * placeholders {@code {application}} and {@code {environment}}. Empty where there is none.
   *
   * @param data before the role changes: the data are brought here
   * @param traffic after all is verified: people are led here
   */
  public record Hooks(String data, String traffic) {

    /** None. */
    public static final Hooks NONE = new Hooks("", "");
  }
}
