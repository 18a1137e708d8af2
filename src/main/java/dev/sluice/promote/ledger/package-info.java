/** What should run where, and why: the record that everything else is rebuilt from. */
@NullMarked
package dev.sluice.promote.ledger;

import org.jspecify.annotations.NullMarked;
