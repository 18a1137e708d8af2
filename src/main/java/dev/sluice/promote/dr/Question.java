package dev.sluice.promote.dr;

import dev.sluice.model.Origin;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be asked before the next step can be decided on: these gates, of every application of
 * one side. The Job of a hook is asked like that of a gate.
 *
 * @param takeover for which
 * @param step the step that is under way
 * @param side whose applications
 * @param gates what is asked
 */
public record Question(Takeover takeover, Step step, Side side, List<Gate> gates) {

  /** How long the Job of a hook may take: it moves data. */
  static final Duration HOOK_TIMEOUT = Duration.ofMinutes(30);

  /** What is to be asked now; empty for nothing. */
  public static Optional<Question> of(DrFacts facts) {
    return Takeover.open(facts.standby().ledger())
        .filter(open -> open.kind() == Takeover.Kind.DRILL || facts.original().isPresent())
        .flatMap(open -> of(open, new Course(open.kind(), facts)));
  }

  private static Optional<Question> of(Takeover open, Course course) {
    DrFacts facts = course.facts();
    Step step = open.step();
    return switch (step) {
      case DATA -> hook(open, course.to(), course.to().roles().into(Role.ACTIVE).data());
      case TRAFFIC -> hook(open, course.to(), course.to().roles().into(Role.ACTIVE).traffic());
      case RESTORE ->
          hook(open, facts.standby(), facts.standby().roles().into(Role.STANDBY).data());
      case SMOKE ->
          Optional.of(
              new Question(
                  open,
                  step,
                  course.to(),
                  open.kind() == Takeover.Kind.FAILBACK
                      ? facts.gates().original()
                      : facts.gates().standby()));
      case BEGIN, FENCE, ROLE, HEALTH, REVERT, END -> Optional.empty();
    };
  }

  private static Optional<Question> hook(Takeover open, Side side, String manifest) {
    if (manifest.isEmpty()) {
      return Optional.empty();
    }
    Gate job =
        new Gate.Job(
            "dr-" + open.step().word(),
            Gate.Phase.POST,
            manifest,
            HOOK_TIMEOUT,
            Gate.Reversible.YES,
            Origin.UNKNOWN);
    return Optional.of(new Question(open, open.step(), side, List.of(job)));
  }
}
