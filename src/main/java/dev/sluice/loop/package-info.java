/** The story of a commit, and the loop that tells it again whenever something happened. */
@NullMarked
package dev.sluice.loop;

import org.jspecify.annotations.NullMarked;
