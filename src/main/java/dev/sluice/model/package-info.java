/**
 * The ground everything stands on: names, revisions, objects and failures. Imports {@code java.*}
 * only.
 */
@NullMarked
package dev.sluice.model;

import org.jspecify.annotations.NullMarked;
