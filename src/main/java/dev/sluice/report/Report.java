package dev.sluice.report;

import dev.sluice.apply.Outcome;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Revision;
import dev.sluice.model.Target;
import dev.sluice.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one run of a target came to.
 *
 * @param target the target
 * @param revision the revision in force
 * @param renderDigest digest of what it renders to
 * @param objects how many objects are wanted
 * @param plan what was to do
 * @param outcome what became of it
 * @param health the worst of its objects
 * @param newest why a newer revision is not in force; empty when this is the newest
 * @param warnings of the render
 */
public record Report(
    Target target,
    Revision revision,
    String renderDigest,
    int objects,
    Plan plan,
    Outcome outcome,
    Health health,
    Optional<Failure> newest,
    List<String> warnings) {

  /** Everything that went wrong or was held back, the newest revision's failure first. */
  public List<Failure> failures() {
    List<Failure> failures = new ArrayList<>();
    newest.ifPresent(failures::add);
    outcome.results().forEach(result -> result.failure().ifPresent(failures::add));
    return failures;
  }
}
