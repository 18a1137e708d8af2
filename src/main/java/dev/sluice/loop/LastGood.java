package dev.sluice.loop;

import dev.sluice.model.TargetId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The commit each target last ran on; filled from the Target resources at start. */
public final class LastGood {

  private final Map<TargetId, String> commits = new ConcurrentHashMap<>();

  /** The commit a target last ran on; empty when it never ran. */
  public Optional<String> commit(TargetId target) {
    return Optional.ofNullable(commits.get(target));
  }

  /** A plan of this commit was carried out, or there was nothing to do. */
  public void ran(TargetId target, String commit) {
    commits.put(target, commit);
  }
}
