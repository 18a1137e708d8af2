/** Overlay in, objects out: real kustomize in a box, with the closure of what it read. */
@NullMarked
package dev.sluice.render;

import org.jspecify.annotations.NullMarked;
