package dev.sluice.report;

import dev.sluice.apply.Outcome;
import dev.sluice.kube.TargetStatus;
import dev.sluice.model.CommitInfo;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Revision;
import dev.sluice.model.Target;
import dev.sluice.model.promotion.Role;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one run of a target came to.
 *
 * @param target the target
 * @param revision the revision in force
 * @param change the commit that made the target what it is to be, that one or an earlier one
 * @param renderDigest digest of what it renders to
 * @param objects how many objects are wanted
 * @param plan what was to do
 * @param outcome what became of it
 * @param health the worst of its objects
 * @param newest why a newer revision is not in force; empty when this is the newest
 * @param warnings of the render
 * @param irreversible hooks that were begun for this revision and cannot be taken back
 * @param role the role that it was brought into; empty where all roles run the same
 * @param noticing how long its health may speak of the revision before, because other tools that
 *     bring it look only now and then
 */
public record Report(
    Target target,
    Revision revision,
    CommitInfo change,
    String renderDigest,
    int objects,
    Plan plan,
    Outcome outcome,
    Health health,
    Optional<Failure> newest,
    List<String> warnings,
    List<ObjectKey> irreversible,
    Optional<Role> role,
    Duration noticing) {

  /** A run of nothing that could not be taken back, where all roles run the same. */
  public Report(
      Target target,
      Revision revision,
      CommitInfo change,
      String renderDigest,
      int objects,
      Plan plan,
      Outcome outcome,
      Health health,
      Optional<Failure> newest,
      List<String> warnings) {
    this(
        target,
        revision,
        change,
        renderDigest,
        objects,
        plan,
        outcome,
        health,
        newest,
        warnings,
        List.of(),
        Optional.empty(),
        Duration.ZERO);
  }

  /** Everything that went wrong or was held back, the newest revision's failure first. */
  public List<Failure> failures() {
    List<Failure> failures = new ArrayList<>();
    newest.ifPresent(failures::add);
    failures.addAll(outcome.failures());
    outcome.results().forEach(result -> result.failure().ifPresent(failures::add));
    return failures;
  }

  /** Whether the cluster is as Git wants it. */
  public TargetStatus.Sync sync() {
    if (!failures().isEmpty()) {
      return TargetStatus.Sync.OUT_OF_SYNC;
    }
    return outcome.waiting().isPresent() ? TargetStatus.Sync.PROGRESSING : TargetStatus.Sync.SYNCED;
  }

  /** What was done, in one line: {@code 3 applied, 1 deleted, 1 failed}. */
  public String summary() {
    Map<String, Long> counts =
        outcome.results().stream()
            .collect(Collectors.groupingBy(Report::word, TreeMap::new, Collectors.counting()));
    String done =
        counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
    return outcome
        .waiting()
        .map(waiting -> done + (done.isEmpty() ? "" : ", ") + "waits for " + waiting.on())
        .orElse(done);
  }

  private static String word(Outcome.Result result) {
    if (result.step() instanceof Step.Hold) {
      return "held back";
    }
    if (result.failure().isPresent()) {
      return "failed";
    }
    return switch (result.step()) {
      case Step.Apply ignored -> "applied";
      case Step.Replace ignored -> "deleted to be replaced";
      case Step.Delete ignored -> "deleted";
      case Step.Forget ignored -> "forgotten";
      case Step.Record ignored -> "recorded";
      case Step.Hold ignored -> "held back";
    };
  }
}
