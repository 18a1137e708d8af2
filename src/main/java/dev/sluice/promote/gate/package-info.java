/** What gates say, decided from values alone. */
@NullMarked
package dev.sluice.promote.gate;

import org.jspecify.annotations.NullMarked;
