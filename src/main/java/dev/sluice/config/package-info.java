/** The daemon's own settings: SmallRye Config, read by Main alone. */
@NullMarked
package dev.sluice.config;

import org.jspecify.annotations.NullMarked;
