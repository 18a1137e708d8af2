/**
 * The command line: reads arguments, calls the stages through ports, prints for people or programs.
 */
@NullMarked
package dev.sluice.door.cli;

import org.jspecify.annotations.NullMarked;
