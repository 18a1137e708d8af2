package dev.sluice.bench;

/**
 * What the same work takes without a daemon: the same HTTP client and parallelism, from objects
 * that are in memory already.
 *
 * @param renderSeconds all overlays, one after the other by one render worker
 * @param dryRunSeconds a server-side dry run of every object, none of which is there yet
 * @param applySeconds a server-side apply of every object, none of which is there yet
 * @param write one server-side apply that changes one value, several times
 */
public record Floor(double renderSeconds, double dryRunSeconds, double applySeconds, Times write) {}
