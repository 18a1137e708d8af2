/**
 * Our own custom resources. The CRDs in {@code deploy/base/crds} are generated from these types.
 */
@NullMarked
package dev.sluice.kube.resource;

import org.jspecify.annotations.NullMarked;
