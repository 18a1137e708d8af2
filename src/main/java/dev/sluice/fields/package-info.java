/** Pure ground of drift detection: field ownership, fingerprints, canonical JSON, digests. */
@NullMarked
package dev.sluice.fields;

import org.jspecify.annotations.NullMarked;
