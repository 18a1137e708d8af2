package dev.sluice.render;

import java.util.SortedMap;

/**
 * Everything a render depended on: equal closures render equal objects.
 *
 * @param engine name and version of the renderer, with the options that change its output
 * @param ids every path that was read or probed, with its Git object id; empty where nothing was
 */
public record Closure(String engine, SortedMap<String, String> ids) {}
