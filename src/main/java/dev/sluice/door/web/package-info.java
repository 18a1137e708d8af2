/** Ways in over HTTP: for now the health checks. */
@NullMarked
package dev.sluice.door.web;

import org.jspecify.annotations.NullMarked;
