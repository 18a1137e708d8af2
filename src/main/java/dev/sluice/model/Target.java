package dev.sluice.model;

/**
 * The unit that is rendered, planned, applied and healed.
 *
 * @param id repository, application and environment
 * @param overlay path of its overlay directory
 * @param namespace default namespace of objects that name none; empty for {@code default}
 * @param cluster a registered cluster; empty for the one the daemon runs in
 * @param branch the branch whose tip should run here
 * @param sync how it is kept in step
 */
public record Target(
    TargetId id, String overlay, String namespace, String cluster, String branch, SyncPolicy sync) {

  /** Default namespace of objects that name none. */
  public String effectiveNamespace() {
    return namespace.isEmpty() ? "default" : namespace;
  }
}
