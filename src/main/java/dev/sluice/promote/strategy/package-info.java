/**
 * What runs while one release takes the place of another, folded from the ledger and composed from
 * two renders. Pure.
 */
@NullMarked
package dev.sluice.promote.strategy;

import org.jspecify.annotations.NullMarked;
