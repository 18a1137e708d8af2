/**
 * A real Kubernetes control plane on this machine, for tests and for {@code sluice demo}: etcd,
 * kube-apiserver, and, where asked for, kube-controller-manager, kube-scheduler and nodes without
 * machines (KWOK). No containers. The daemon itself never uses this package.
 *
 * <p>{@link dev.sluice.controlplane.ControlPlaneBinaries} finds or builds the programs, {@link
 * dev.sluice.controlplane.ControlPlane} runs them.
 */
@NullMarked
package dev.sluice.controlplane;

import org.jspecify.annotations.NullMarked;
