/** Health rules as files: those that come with the program, and those of the daemon's directory. */
@NullMarked
package dev.sluice.rules;

import org.jspecify.annotations.NullMarked;
