/** How it went, told where people look. */
@NullMarked
package dev.sluice.report;

import org.jspecify.annotations.NullMarked;
