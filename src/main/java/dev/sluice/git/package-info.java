/** Polls and fetches config repositories without a checkout; the only place that knows JGit. */
@NullMarked
package dev.sluice.git;

import org.jspecify.annotations.NullMarked;
