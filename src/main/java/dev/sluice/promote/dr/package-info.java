/** Drills, failovers and failbacks: pure; what is recorded decides what comes next. */
@NullMarked
package dev.sluice.promote.dr;

import org.jspecify.annotations.NullMarked;
