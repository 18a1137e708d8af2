package dev.sluice.render;

import java.util.List;

/**
 * What one target wants to be.
 *
 * @param objects the objects, sorted by key, each key once
 * @param closure what the render depended on
 * @param digest hash over engine and objects: equal digests would run the same thing
 * @param warnings lines for people about what was accepted but looks unintended
 */
public record Desired(
    List<DesiredObject> objects, Closure closure, String digest, List<String> warnings) {}
