/**
 * The only place that knows the Kubernetes client: requests, watches and the state kept in the
 * cluster.
 */
@NullMarked
package dev.sluice.kube;

import org.jspecify.annotations.NullMarked;
