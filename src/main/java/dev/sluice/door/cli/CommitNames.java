package dev.sluice.door.cli;

import dev.sluice.kube.TargetStatus;
import dev.sluice.kube.TargetStore.Stored;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.promote.machine.Promotion;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The commits that the cluster knows of: those that run somewhere or are on their way.
 *
 * @param targets where things run
 * @param promotions what is on its way
 */
record CommitNames(List<Stored> targets, List<Promotion> promotions) {

  private static final Pattern FULL = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final Pattern ABBREVIATED = Pattern.compile("[0-9a-f]{4,}");

  static CommitNames of(Ports.PromotionDesk desk) throws Stopped {
    return new CommitNames(desk.targets().list(), desk.promotions().list());
  }

  /**
   * The full id of a commit.
   *
   * @param name a full id, or the first digits of one that is known
   * @throws Stopped when it is neither
   */
  String full(String name) throws Stopped {
    if (FULL.matcher(name).matches()) {
      return name;
    }
    List<String> matching =
        ABBREVIATED.matcher(name).matches()
            ? known().filter(commit -> commit.startsWith(name)).distinct().toList()
            : List.of();
    if (matching.size() != 1) {
      throw new Stopped(
          Failure.of(
              Reason.NOT_FOUND,
              matching.isEmpty()
                  ? "\"%s\" is no commit that runs somewhere or is on its way".formatted(name)
                  : "\"%s\" may be any of %s".formatted(name, String.join(", ", matching)),
              "Give the id in full, as git rev-parse prints it"));
    }
    return matching.getFirst();
  }

  /** Author and subject of a commit, where a target that it changed tells them. */
  Optional<CommitInfo> describe(String commit) {
    return targets.stream()
        .map(stored -> stored.status().change())
        .filter(change -> change.revision().commit().equals(commit))
        .filter(change -> !change.author().isEmpty())
        .findFirst();
  }

  private Stream<String> known() {
    Stream<String> running =
        targets.stream()
            .map(Stored::status)
            .flatMap(
                (TargetStatus status) -> Stream.of(status.revision(), status.observedRevision()));
    return Stream.concat(running, promotions.stream().map(Promotion::commit))
        .filter(commit -> !commit.isEmpty());
  }
}
