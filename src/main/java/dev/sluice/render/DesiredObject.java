package dev.sluice.render;

import dev.sluice.model.Manifest;

/**
 * One rendered object.
 *
 * @param manifest canonical content: {@code status}, server-set metadata and nulls that mean
 *     nothing are gone, {@code stringData} is folded into {@code data}
 * @param digest hash of the canonical content
 */
public record DesiredObject(Manifest manifest, String digest) {}
