package dev.sluice.controlplane;

import java.util.List;

/**
 * A user of the API server, who proves it by a token that is made when the control plane starts.
 *
 * @param name the user name that RBAC and the audit log see
 * @param groups the groups the user belongs to; {@code system:masters} may do everything
 */
public record User(String name, List<String> groups) {
  /** Always there, and allowed everything. */
  public static final User ADMIN = new User("admin", List.of("system:masters"));

  public User {
    groups = List.copyOf(groups);
    for (String word : groups) {
      requirePlain(word);
    }
    requirePlain(name);
  }

  /** A user without any right beyond those of every authenticated user. */
  public static User named(String name) {
    return new User(name, List.of());
  }

  // The API server reads users from a CSV file.
  private static void requirePlain(String word) {
    if (!word.matches("[A-Za-z0-9:._-]+")) {
      throw new IllegalArgumentException(
          "A user or group name is made of letters, digits and : . _ - only, not \"" + word + "\"");
    }
  }
}
