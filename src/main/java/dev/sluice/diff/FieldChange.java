package dev.sluice.diff;

/**
 * One field that an apply would change. Values of Secrets are masked before they get here.
 *
 * @param path the field, such as {@code spec.template.spec.containers[name=web].image}
 * @param before live value as JSON; empty when the field is not there
 * @param after predicted value as JSON; empty when the field goes
 * @param owner field manager that owns the live value; empty when nobody does
 * @param since when that manager last wrote, RFC 3339; empty when unknown
 */
public record FieldChange(String path, String before, String after, String owner, String since) {}
