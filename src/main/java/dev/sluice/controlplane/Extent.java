package dev.sluice.controlplane;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** How much of a cluster is brought up. */
public enum Extent {
  /** etcd and kube-apiserver: objects are stored, nothing acts on them. */
  API_ONLY(EnumSet.of(Part.ETCD, Part.API_SERVER)),
  /** And kube-controller-manager: garbage collection, namespace deletion, ReplicaSets, Jobs. */
  CONTROLLERS(EnumSet.of(Part.ETCD, Part.API_SERVER, Part.CONTROLLER_MANAGER)),
  /** And kube-scheduler and nodes: Pods get a node and run, as far as their status says. */
  NODES(EnumSet.allOf(Part.class));

  private final Set<Part> parts;

  Extent(Set<Part> parts) {
    this.parts = parts;
  }

  /** The parts, in the order in which they are started. */
  public Set<Part> parts() {
    return EnumSet.copyOf(parts);
  }

  /** The programs that the parts run. */
  public Set<Binary> binaries() {
    return parts.stream()
        .map(Part::binary)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Binary.class)));
  }
}
