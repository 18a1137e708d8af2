package dev.sluice.promote.dr.readiness;

/**
 * Something that stands in the way of taking over.
 *
 * @param what it is, for people
 * @param remedy what to do; empty when that says it
 */
public record Lack(String what, String remedy) {}
