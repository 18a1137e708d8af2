/** What {@code sluice demo} adds to the program: a Git host on this machine, and its story. */
@NullMarked
package dev.sluice.demo;

import org.jspecify.annotations.NullMarked;
