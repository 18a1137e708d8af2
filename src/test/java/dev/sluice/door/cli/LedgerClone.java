package dev.sluice.door.cli;

import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.testing.MemoryTree;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A clone that a fetch brought these ledgers to. */
record LedgerClone(Map<String, MemoryTree> ledgers) implements Ports.Clone {

  @Override
  public Optional<Revision> branch(String name) {
    String environment = name.substring("sluice/env/".length());
    return Optional.ofNullable(ledgers.get(environment))
        .map(files -> new Revision("", environment));
  }

  @Override
  public Source source(Revision revision) {
    return new Source(revision, ledgers.get(revision.commit()));
  }

  @Override
  public Revision resolve(String name) throws Stopped {
    throw new Stopped(Failure.of(Reason.NOT_FOUND, "no name is asked for", ""));
  }

  @Override
  public List<Revision> parents(Revision revision) {
    return List.of();
  }

  @Override
  public CommitInfo describe(Revision revision) {
    return CommitInfo.ofUnknown(revision);
  }
}
