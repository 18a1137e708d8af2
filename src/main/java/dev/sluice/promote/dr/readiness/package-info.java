/** Whether a standby could take over now: pure; what was found out is judged here. */
@NullMarked
package dev.sluice.promote.dr.readiness;

import org.jspecify.annotations.NullMarked;
