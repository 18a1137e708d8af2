/** Which revision a target should run, and the proof that it may. */
@NullMarked
package dev.sluice.promote;

import org.jspecify.annotations.NullMarked;
