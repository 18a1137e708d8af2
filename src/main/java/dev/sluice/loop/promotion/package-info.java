/** The shell around the state machine of promotion: facts in, resources, entries and runs out. */
@NullMarked
package dev.sluice.loop.promotion;

import org.jspecify.annotations.NullMarked;
