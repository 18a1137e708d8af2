/**
 * The REST API of GitHub hosts: the only place that speaks it. So far it only reads what others
 * reported about commits.
 */
@NullMarked
package dev.sluice.github;

import org.jspecify.annotations.NullMarked;
