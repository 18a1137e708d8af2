package dev.sluice.model;

/**
 * What the git stage hands on: a revision and its files.
 *
 * @param revision the commit
 * @param tree its files
 */
public record Source(Revision revision, SourceTree tree) {}
