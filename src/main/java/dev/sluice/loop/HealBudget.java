package dev.sluice.loop;

import dev.sluice.diff.Change;
import dev.sluice.diff.Contests;
import dev.sluice.diff.Verdict;
import dev.sluice.model.Failure;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Reason;
import dev.sluice.model.TargetId;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets every hand edit be healed at full speed, the tenth time as fast as the first, and slows down
 * only where a second writer keeps coming back: ten heals of one object in a minute are free, after
 * that there is one every ten seconds until it has been quiet.
 */
public final class HealBudget {

  private static final int FREE_HEALS = 10;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** Between two heals of what is contested. */
  static final Duration CONTESTED_PAUSE = Duration.ofSeconds(10);

  private final Clock clock;
  private final Map<TargetId, Map<ObjectKey, Deque<Instant>>> heals = new HashMap<>();

  /** A budget measured by this clock. */
  public HealBudget(Clock clock) {
    this.clock = clock;
  }

  /** What is contested in a target now. */
  public synchronized Contests contests(TargetId target) {
    Map<ObjectKey, Integer> contested = new HashMap<>();
    recent(target)
        .forEach((key, times) -> {
          if (times.size() >= FREE_HEALS) {
            contested.put(key, times.size());
          }
        });
    return key -> Optional.ofNullable(contested.get(key)).map(Contests.Contest::new);
  }

  /** The plan without the heals that have to wait; those that stay are counted. */
  public synchronized Plan within(TargetId target, Plan plan) {
    List<Plan.Phase> phases = new ArrayList<>();
    for (Plan.Phase phase : plan.phases()) {
      List<Step> steps = phase.steps().stream().map(step -> within(target, step)).toList();
      phases.add(phase.with(steps));
    }
    return new Plan(phases, plan.unchanged());
  }

  /**
   * How long until the next contested object of a target may be healed; empty when none has to wait
   * any more.
   */
  public synchronized Optional<Duration> nextAllowed(TargetId target) {
    Instant now = clock.instant();
    return recent(target).values().stream()
        .filter(times -> times.size() >= FREE_HEALS)
        .map(times -> Duration.between(now, times.getLast().plus(CONTESTED_PAUSE)))
        // What may be healed already needs no run to come: asked for, it would come without end.
        .filter(Duration::isPositive)
        .min(Duration::compareTo);
  }

  private Step within(TargetId target, Step step) {
    if (!(step instanceof Step.Apply) || !isHeal(step.change().verdict())) {
      return step;
    }
    Deque<Instant> times =
        recent(target).computeIfAbsent(step.change().subject().key(), key -> new ArrayDeque<>());
    Instant now = clock.instant();
    if (times.size() >= FREE_HEALS && times.getLast().plus(CONTESTED_PAUSE).isAfter(now)) {
      return new Step.Hold(step.change(), contested(step.change(), times.size()));
    }
    times.addLast(now);
    return step;
  }

  private Map<ObjectKey, Deque<Instant>> recent(TargetId target) {
    Map<ObjectKey, Deque<Instant>> ofTarget = heals.computeIfAbsent(target, id -> new HashMap<>());
    Instant start = clock.instant().minus(WINDOW);
    ofTarget.values().forEach(times -> times.removeIf(time -> time.isBefore(start)));
    ofTarget.values().removeIf(Deque::isEmpty);
    return ofTarget;
  }

  private static boolean isHeal(Verdict verdict) {
    return switch (verdict) {
      case DRIFTED, OWNERSHIP_ONLY, CONTESTED, MISSING -> true;
      case SAME, CREATE, UPDATE, REPLACE, FOREIGN, EXTRA, RELEASED, ADOPT, REFUSED -> false;
    };
  }

  private static Failure contested(Change change, int heals) {
    String writers =
        change.fields().stream()
            .map(field -> field.owner())
            .filter(owner -> !owner.isEmpty())
            .distinct()
            .sorted()
            .reduce((one, other) -> one + ", " + other)
            .orElse("an unknown writer");
    return Failure.of(
        Reason.CONTESTED,
        change.subject().key()
            + " was healed "
            + heals
            + " times within a minute: "
            + writers
            + " keeps changing what Git declares",
        "Stop that writer, or take the field out of Git. Healing goes on every "
            + CONTESTED_PAUSE.toSeconds()
            + " seconds.");
  }
}
