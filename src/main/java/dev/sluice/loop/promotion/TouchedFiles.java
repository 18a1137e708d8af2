package dev.sluice.loop.promotion;

import dev.sluice.loop.Sources;
import dev.sluice.model.Reason;
import dev.sluice.model.Revision;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.PathPattern;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which of the files that a gate is about a candidate changes.
 *
 * @param sources files of commits
 */
record TouchedFiles(Sources sources) {

  /**
   * Compares with what runs, so that commits that were left out in between count, too.
   *
   * @param paths the patterns of a gate; none for a gate that is about no files
   * @param running what runs there now; empty for nothing, then every file is a change
   * @throws Stopped when the candidate is not in the cache, or the cache is damaged
   */
  SortedSet<String> of(
      List<String> paths, TargetId target, Optional<Revision> running, Revision candidate)
      throws Stopped {
    if (paths.isEmpty()) {
      return new TreeSet<>();
    }
    List<PathPattern> patterns = paths.stream().map(path -> pattern(path, target)).toList();
    return ChangedFiles.between(
        running.isPresent() ? tree(running.get()) : Optional.empty(),
        sources.at(candidate).tree(),
        file -> patterns.stream().anyMatch(pattern -> pattern.covers(file)));
  }

  private static PathPattern pattern(String path, TargetId target) {
    return PathPattern.parse(
        path.replace("{application}", target.application())
            .replace("{environment}", target.environment()));
  }

  private Optional<SourceTree> tree(Revision running) throws Stopped {
    try {
      return Optional.of(sources.at(running).tree());
    } catch (Stopped stopped) {
      if (stopped.failure().reason() == Reason.NOT_FOUND) {
        return Optional.empty(); // rewritten away since: then everything may have changed
      }
      throw stopped;
    }
  }
}
