/** Pure rules: how an object fares, read from the object itself. */
@NullMarked
package dev.sluice.health;

import org.jspecify.annotations.NullMarked;
