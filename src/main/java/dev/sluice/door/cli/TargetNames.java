package dev.sluice.door.cli;

import dev.sluice.kube.TargetStore.Stored;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import java.util.List;
import java.util.Optional;

/**
 * Finds the name that the daemon has for the repository of local files; it is part of what objects
 * are labelled with.
 */
final class TargetNames {

  private final Optional<String> given;
  private final List<TargetId> known;

  /**
   * Looks among the targets that the daemon has.
   *
   * @param given the name, where a person gave it
   */
  TargetNames(Optional<String> given, List<Stored> known) {
    this.given = given;
    this.known = known.stream().map(stored -> stored.target().id()).toList();
  }

  /**
   * The same target under its repository's name; under the empty one where the daemon does not know
   * it yet.
   *
   * @throws Stopped when several repositories have such a target
   */
  Target named(Target target) throws Stopped {
    List<String> names =
        given
            .map(List::of)
            .orElseGet(() ->
                known.stream()
                    .filter(id -> sameBut(id, target.id()))
                    .map(TargetId::repository)
                    .distinct()
                    .toList());
    if (names.size() > 1) {
      throw new Stopped(several(target, names));
    }
    return target.withId(
        new TargetId(
            names.isEmpty() ? "" : names.getFirst(),
            target.id().application(),
            target.id().environment()));
  }

  private static Failure several(Target target, List<String> names) {
    return Failure.of(
        Reason.NOT_FOUND,
        "%s in %s is declared by several repositories: %s"
            .formatted(
                target.id().application(), target.id().environment(), String.join(", ", names)),
        "Name one with --repository");
  }

  private static boolean sameBut(TargetId id, TargetId other) {
    return id.application().equals(other.application())
        && id.environment().equals(other.environment());
  }
}
