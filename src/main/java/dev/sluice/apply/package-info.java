/** Carries a plan out: server-side apply, prune, inventory written ahead. */
@NullMarked
package dev.sluice.apply;

import org.jspecify.annotations.NullMarked;
