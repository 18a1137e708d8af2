/** Pure: from verdicts to ordered steps, with the guards of pruning. */
@NullMarked
package dev.sluice.plan;

import org.jspecify.annotations.NullMarked;
