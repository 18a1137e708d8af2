package dev.sluice.health;

import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Custom resources, by the conditions that most controllers keep.
 *
 * <p>{@code Stalled} and {@code Reconciling} are the "abnormal-true" conditions of kstatus; {@code
 * Ready} and {@code Available} are the customary ones. A resource without any of them is healthy:
 * nothing it says speaks against that.
 */
final class ConditionHealth implements HealthRule {

  /** Words in a reason that tell a failure from work under way. */
  private static final Pattern FAILURE =
      Pattern.compile(
          "(Error|Errored|Fail|Failed|Failure|Invalid|Denied|Rejected|Refused|NotFound)$");

  private static final List<String> BAD = List.of("Stalled", "Failed", "Degraded");
  private static final List<String> GOOD = List.of("Ready", "Available");

  @Override
  public Health assess(LiveObject object) {
    return Generation.behindIfReported(object).orElseGet(() -> byConditions(object));
  }

  private static Health byConditions(LiveObject object) {
    for (String type : BAD) {
      Condition bad = Condition.of(object, type);
      if (bad.isTrue()) {
        return States.degraded(bad.words());
      }
    }
    // Crossplane and its kin: the spec could not be carried out, whatever Ready said before.
    Condition synced = Condition.of(object, "Synced");
    if (synced.isFalse() && FAILURE.matcher(synced.reason()).find()) {
      return States.degraded(synced.words());
    }
    Condition reconciling = Condition.of(object, "Reconciling");
    if (reconciling.isTrue()) {
      return States.progressing(reconciling.words());
    }
    for (String type : GOOD) {
      Condition good = Condition.of(object, type);
      if (good.exists()) {
        return judge(object, good);
      }
    }
    return Health.HEALTHY;
  }

  private static Health judge(LiveObject object, Condition condition) {
    long generation = Trees.number(object.metadata(), "generation", 0);
    if (condition.observedGeneration() >= 0 && condition.observedGeneration() < generation) {
      return States.progressing(
          condition.type() + " still speaks of generation " + condition.observedGeneration());
    }
    if (condition.isTrue()) {
      return Health.HEALTHY;
    }
    return condition.isFalse() && FAILURE.matcher(condition.reason()).find()
        ? States.degraded(condition.words())
        : States.progressing(condition.words());
  }
}
