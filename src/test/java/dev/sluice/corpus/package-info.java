/**
 * The false and missed diffs that users of other tools reported, each tried on a real API server.
 */
@NullMarked
package dev.sluice.corpus;

import org.jspecify.annotations.NullMarked;
