package dev.sluice.loop;

import dev.sluice.apply.HookRunner.Progress;
import dev.sluice.apply.Outcome;
import dev.sluice.live.Live;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Inventory;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.plan.Hook;
import dev.sluice.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One run of a target's sync in its order: other applications, hooks before, waves, deletions,
 * hooks after, each as far as it is due. What only puts something back never waits: the order is
 * that of a revision.
 */
final class OrderedSync {

  private final Dependencies dependencies;
  private final SyncDeadlines deadlines;
  private final ClusterStages cluster;
  private final Target target;
  private final Aim aim;
  private final Live live;
  private final String revision;
  private final Supplier<Health> health;

  /**
   * A run.
   *
   * @param revision the commit that last changed the target: what hooks and deadlines belong to
   * @param health the target's health at the moment of the question
   */
  OrderedSync(
      Dependencies dependencies,
      SyncDeadlines deadlines,
      ClusterStages cluster,
      Target target,
      Aim aim,
      Live live,
      String revision,
      Supplier<Health> health) {
    this.dependencies = dependencies;
    this.deadlines = deadlines;
    this.cluster = cluster;
    this.target = target;
    this.aim = aim;
    this.live = live;
    this.revision = revision;
    this.health = health;
  }

  /**
   * Runs the ready part of a plan.
   *
   * @throws Stopped when nothing could be done at all
   */
  Outcome run(Plan plan) throws Stopped {
    cluster.hooks().supersede(target, revision, hooks());
    boolean settled =
        !plan.bringsRevision()
            && done(Hook.Point.BEFORE_APPLY)
            && done(Hook.Point.AFTER_APPLY)
            && !deadlines.isUnderWay(target.id(), revision);
    Optional<Outcome.Waiting> waiting;
    try {
      waiting = dependencies.waitingFor(target, aim);
    } catch (Stopped refused) {
      return apply(plan.withoutRevision(), live.inventory()).failingAlso(refused.failure());
    }
    if (settled) {
      return apply(plan, live.inventory());
    }
    if (waiting.isPresent() && !deadlines.isUnderWay(target.id(), revision)) {
      return apply(plan.withoutRevision(), live.inventory()).waitingAlso(waiting);
    }
    Instant deadline = deadlines.of(target, revision);
    return afterFailure(timed(sync(plan), deadline));
  }

  private Outcome sync(Plan plan) throws Stopped {
    Inventory inventory = live.inventory();
    if (!done(Hook.Point.BEFORE_APPLY)) {
      Plan first = plan.withoutRevisionBut(namespacesOfHooks());
      Outcome before = apply(first, inventory);
      Outcome hooked = hook(before, Hook.Point.BEFORE_APPLY);
      if (!done(Hook.Point.BEFORE_APPLY)) {
        return hooked;
      }
      inventory = first.isEmpty() ? inventory : cluster.applier().remembered(target.id());
    }
    boolean mayDelete = !plan.deletes() || done(Hook.Point.BEFORE_DELETE);
    Outcome outcome = apply(mayDelete ? plan : plan.withoutDeletions(), inventory);
    if (!outcome.complete()) {
      return outcome;
    }
    if (!mayDelete) {
      Outcome hooked = hook(outcome, Hook.Point.BEFORE_DELETE);
      if (!done(Hook.Point.BEFORE_DELETE)) {
        return hooked;
      }
      outcome = apply(plan, cluster.applier().remembered(target.id()));
    }
    return outcome.complete() && !done(Hook.Point.AFTER_APPLY) ? hooksAfter(outcome) : outcome;
  }

  private Outcome hooksAfter(Outcome outcome) {
    Health now = health.get();
    return isSettled(now)
        ? hook(outcome, Hook.Point.AFTER_APPLY)
        : outcome.waitingAlso(
            Optional.of(
                new Outcome.Waiting(
                    "the application to be healthy before its after-apply hooks (%s: %s)"
                        .formatted(now.state().word(), now.why()))));
  }

  private Outcome timed(Outcome outcome, Instant deadline) {
    boolean complete = outcome.complete();
    Health now = health.get();
    if (complete && isSettled(now)) {
      deadlines.through(target.id());
      return outcome;
    }
    if (!deadlines.hasPassed(deadline)) {
      return outcome.until(deadline);
    }
    return has(outcome, Reason.HOOK_FAILED)
        ? outcome
        : outcome.failingAlso(complete ? unhealthy(now) : late(outcome));
  }

  private Outcome afterFailure(Outcome outcome) {
    boolean failed =
        has(outcome, Reason.HOOK_FAILED)
            || has(outcome, Reason.SYNC_TIMEOUT)
            || has(outcome, Reason.PROGRESS_DEADLINE_EXCEEDED);
    return failed ? hook(outcome, Hook.Point.ON_FAILURE) : outcome;
  }

  /** The outcome and what the hooks of a moment add to it. */
  private Outcome hook(Outcome outcome, Hook.Point point) {
    try {
      return switch (cluster.hooks().run(target, revision, hooks(), point)) {
        case Progress.Done() -> outcome;
        case Progress.Busy(Outcome.Waiting waiting) -> outcome.waitingAlso(Optional.of(waiting));
        case Progress.Failed(Failure failure) -> outcome.failingAlso(failure);
      };
    } catch (Stopped refused) {
      return outcome.failingAlso(refused.failure());
    }
  }

  private Outcome apply(Plan plan, Inventory inventory) throws Stopped {
    return cluster
        .applier()
        .run(target.id(), aim.allowed().revision(), inventory, plan, aim.allowed().permit());
  }

  private boolean done(Hook.Point point) throws Stopped {
    return cluster.hooks().done(target, revision, hooks(), point);
  }

  private List<Hook> hooks() {
    return aim.composition().hooks();
  }

  private Set<String> namespacesOfHooks() {
    return hooks().stream()
        .map(hook -> hook.manifest().namespace())
        .map(namespace -> namespace.isEmpty() ? target.effectiveNamespace() : namespace)
        .collect(Collectors.toSet());
  }

  private Failure late(Outcome outcome) {
    String on =
        outcome
            .waiting()
            .map(waiting -> "it waits for " + waiting.on())
            .orElse("something failed in every try");
    return Failure.of(
        Reason.SYNC_TIMEOUT,
        "the sync was not through after %s: %s".formatted(minutes(), on),
        "It goes on as soon as that is mended. If it needs longer, raise spec.sync.timeout.");
  }

  private Failure unhealthy(Health now) {
    return Failure.of(
        Reason.PROGRESS_DEADLINE_EXCEEDED,
        "everything is applied, and after %s it is still %s: %s"
            .formatted(minutes(), now.state().word(), now.why()),
        "Look at what it waits for. If it needs longer, raise spec.sync.timeout.");
  }

  private String minutes() {
    return target.sync().timeout().toString().substring(2).toLowerCase(java.util.Locale.ROOT);
  }

  private static boolean has(Outcome outcome, Reason reason) {
    return outcome.failures().stream().anyMatch(failure -> failure.reason() == reason);
  }

  /** What a person has suspended is not going to change by being waited for. */
  private static boolean isSettled(Health health) {
    return switch (health.state()) {
      case HEALTHY, SUSPENDED -> true;
      case PROGRESSING, UNKNOWN, MISSING, DEGRADED -> false;
    };
  }
}
