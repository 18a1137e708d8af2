/** Ground of promotion: what environments follow, their gates, and what the ledger records. */
@NullMarked
package dev.sluice.model.promotion;

import org.jspecify.annotations.NullMarked;
