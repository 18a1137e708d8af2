/** PURE: how a revision on its way into an environment goes from one state to the next. */
@NullMarked
package dev.sluice.promote.machine;

import org.jspecify.annotations.NullMarked;
