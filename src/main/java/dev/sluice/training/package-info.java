/**
 * One short run through the house, made by the build: from it the JVM learns what the program
 * loads, and keeps that in an ahead-of-time cache. No part of the program calls it.
 */
@NullMarked
package dev.sluice.training;

import org.jspecify.annotations.NullMarked;
