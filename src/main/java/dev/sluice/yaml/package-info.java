/** YAML with the line of every value, so that a message can point at what a person wrote. */
@NullMarked
package dev.sluice.yaml;

import org.jspecify.annotations.NullMarked;
