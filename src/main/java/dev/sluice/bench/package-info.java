/** What {@code sluice bench} adds to the program: it measures the main job on this machine. */
@NullMarked
package dev.sluice.bench;

import org.jspecify.annotations.NullMarked;
