/** The composition root. */
@NullMarked
package dev.sluice;

import org.jspecify.annotations.NullMarked;
