package dev.sluice.model;

import java.util.Optional;

/**
 * A service account of the cluster that a target runs in.
 *
 * @param namespace its namespace
 * @param name its name
 */
public record Account(String namespace, String name) {

  /**
   * From {@code namespace/name}, or a name alone.
   *
   * @param namespace where a name alone is looked for
   * @return empty for an empty text
   */
  public static Optional<Account> of(String text, String namespace) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    int slash = text.indexOf('/');
    return Optional.of(
        slash < 0
            ? new Account(namespace, text)
            : new Account(text.substring(0, slash), text.substring(slash + 1)));
  }

  /** Its user name, as the API server, RBAC and the audit log know it. */
  public String user() {
    return "system:serviceaccount:" + namespace + ":" + name;
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
