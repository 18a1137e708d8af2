/** Reads {@code environments/*.yaml} strictly: file, line and field of every mistake. */
@NullMarked
package dev.sluice.environments;

import org.jspecify.annotations.NullMarked;
