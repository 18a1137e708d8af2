/** Pure three-way comparison: one verdict per object, with its reason. */
@NullMarked
package dev.sluice.diff;

import org.jspecify.annotations.NullMarked;
