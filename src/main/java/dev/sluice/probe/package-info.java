/** Collects evidence for gates: asks addresses, metrics, Jobs and signatures. */
@NullMarked
package dev.sluice.probe;

import org.jspecify.annotations.NullMarked;
