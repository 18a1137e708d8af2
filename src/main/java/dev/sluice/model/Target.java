package dev.sluice.model;

import dev.sluice.model.promotion.Role;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The unit that is rendered, planned, applied and healed.
 *
 * @param id repository, application and environment
 * @param overlay path of its overlay directory
 * @param namespace default namespace of objects that name none; empty for {@code default}
 * @param cluster a registered cluster; empty for the one the daemon runs in
 * @param branch where its revisions come from: the short name of a branch, the full name of a tag
 *     ({@code refs/tags/v1}) or a full commit id
 * @param sync how it is kept in step
 * @param account in whose name the cluster is written to; empty when its environment names none
 * @param driver what says which revision runs
 * @param roles the overlay directory of each role, its own included; empty where all roles run the
 *     same
 */
public record Target(
    TargetId id,
    String overlay,
    String namespace,
    String cluster,
    String branch,
    SyncPolicy sync,
    Optional<Account> account,
    Driver driver,
    Map<Role, String> roles) {

  /** A target whose roles run the same. */
  public Target(
      TargetId id,
      String overlay,
      String namespace,
      String cluster,
      String branch,
      SyncPolicy sync,
      Optional<Account> account,
      Driver driver) {
    this(id, overlay, namespace, cluster, branch, sync, account, driver, Map.of());
  }

  /** A target whose environment names no account. */
  public Target(
      TargetId id,
      String overlay,
      String namespace,
      String cluster,
      String branch,
      SyncPolicy sync) {
    this(id, overlay, namespace, cluster, branch, sync, Optional.empty(), Driver.BRANCH);
  }

  /** What says which revision runs. */
  public enum Driver {
    /** The tip of what is followed. */
    BRANCH,
    /** The ledger: revisions come through promotion. */
    LEDGER
  }

  /** Default namespace of objects that name none. */
  public String effectiveNamespace() {
    return namespace.isEmpty() ? "default" : namespace;
  }

  /** The same under another id. */
  public Target withId(TargetId newId) {
    return new Target(newId, overlay, namespace, cluster, branch, sync, account, driver, roles);
  }

  /** The same from another overlay directory. */
  public Target withOverlay(String newOverlay) {
    Map<Role, String> newRoles = new EnumMap<>(Role.class);
    roles.forEach((role, one) -> newRoles.put(role, one.equals(overlay) ? newOverlay : one));
    return new Target(
        id, newOverlay, namespace, cluster, branch, sync, account, driver, Map.copyOf(newRoles));
  }

  /** The role that its own overlay is for; empty where all roles run the same. */
  public Optional<Role> ownRole() {
    return roles.entrySet().stream()
        .filter(role -> role.getValue().equals(overlay))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
