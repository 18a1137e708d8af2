/** What the cluster runs, against what is wanted: answered from watches where that is enough. */
@NullMarked
package dev.sluice.live;

import org.jspecify.annotations.NullMarked;
