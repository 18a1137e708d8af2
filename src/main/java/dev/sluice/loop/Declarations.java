package dev.sluice.loop;

import dev.sluice.model.Failure;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import java.util.Collection;
import java.util.List;

/** Reads which targets a config repository declares. */
@FunctionalInterface
public interface Declarations {

  /**
   * The targets declared on the repository's default branch.
   *
   * @param known the targets of this repository so far: one whose overlay or environment file
   *     cannot be read any more stays as it was, because nothing is pruned for something that is
   *     missing
   * @throws Stopped when the environments cannot be read at all: everything stays as it was
   */
  Declared read(String repository, Collection<Target> known) throws Stopped;

  /**
   * What was read.
   *
   * @param targets the targets, those kept from before included
   * @param branches what the environments follow, fetched so far or not
   * @param failures what is wrong with single files, environments or patterns
   */
  record Declared(List<Target> targets, List<String> branches, List<Failure> failures) {}
}
