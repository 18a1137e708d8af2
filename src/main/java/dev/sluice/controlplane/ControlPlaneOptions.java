package dev.sluice.controlplane;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What to bring up.
 *
 * @param extent which parts run
 * @param users who can talk to the API server besides {@link User#ADMIN}
 * @param audited the names of the users whose every request is written to the audit log, at
 *     Metadata level; of others nothing is
 * @param nodes how many nodes are made, when the extent has nodes at all
 */
public record ControlPlaneOptions(Extent extent, List<User> users, Set<String> audited, int nodes) {

  public ControlPlaneOptions {
    users = List.copyOf(users);
    audited = Set.copyOf(audited);
    if (nodes < 1) {
      throw new IllegalArgumentException("A cluster with nodes has at least one, not " + nodes);
    }
  }

  /** Only the administrator, no audit log, three nodes if there are nodes. */
  public static ControlPlaneOptions of(Extent extent) {
    return new ControlPlaneOptions(extent, List.of(), Set.of(), 3);
  }

  /** The same with one more user. */
  public ControlPlaneOptions with(User user) {
    var more = new ArrayList<>(users);
    more.add(user);
    return new ControlPlaneOptions(extent, more, audited, nodes);
  }

  /** The same with the requests of these users written to the audit log. */
  public ControlPlaneOptions auditing(String... names) {
    return new ControlPlaneOptions(extent, users, Set.of(names), nodes);
  }
}
