/** Two releases side by side: what becomes of their objects. Pure. */
@NullMarked
package dev.sluice.promote.strategy;

import org.jspecify.annotations.NullMarked;
