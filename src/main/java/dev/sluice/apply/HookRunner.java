package dev.sluice.apply;

import dev.sluice.apply.HookRuns.State;
import dev.sluice.kube.Cluster;
import dev.sluice.kube.InventoryStore;
import dev.sluice.kube.Observations;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Failure;
import dev.sluice.model.Installation;
import dev.sluice.model.Inventory;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Observed;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.promotion.Gate;
import dev.sluice.plan.Hook;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs the hooks of a target, each once for a revision. Re-entrant like {@link Applier}: it starts
 * what is due and returns; the events of what it started run the target again.
 */
public final class HookRunner {

  private static final ApiKind POD = ApiKind.of("v1", "Pod");

  private final Cluster cluster;
  private final Observations observations;
  private final InventoryStore inventories;
  private final Installation installation;
  private final HookEnds ends;
  private final Map<ObjectKey, String> whys = new ConcurrentHashMap<>();

  /** Hooks of one cluster. */
  public HookRunner(
      Cluster cluster,
      Observations observations,
      InventoryStore inventories,
      Installation installation) {
    this.installation = installation;
    this.cluster = cluster;
    this.observations = observations;
    this.inventories = inventories;
    this.ends = new HookEnds(cluster, observations);
  }

  /** How the hooks of one moment stand. */
  public sealed interface Progress {

    /** All have succeeded, or there are none. */
    record Done() implements Progress {}

    /** Some are at work. */
    record Busy(Outcome.Waiting waiting) implements Progress {}

    /** One has failed; it is not run again for this revision. */
    record Failed(Failure failure) implements Progress {}
  }

  /**
   * How the hooks of a moment stood when they were last looked at, from memory: costs no request.
   *
   * @param revision the commit that last changed the target
   */
  public boolean done(Target target, String revision, List<Hook> hooks, Hook.Point point)
      throws Stopped {
    if (hooks.stream().noneMatch(hook -> hook.point() == point)) {
      return true;
    }
    HookRuns runs = runs(target);
    HookObjects objects = new HookObjects(cluster, installation, target, revision);
    for (Hook hook : hooks) {
      if (hook.point() == point
          && !runs.state(objects.of(hook).key(), revision).equals(Optional.of(State.SUCCEEDED))) {
        return false;
      }
    }
    return true;
  }

  /** Those that were begun for a revision and cannot be taken back, from memory. */
  public List<ObjectKey> irreversible(Target target, String revision, List<Hook> hooks)
      throws Stopped {
    List<ObjectKey> begun = new ArrayList<>();
    for (Hook hook : hooks) {
      if (hook.reversible() == Gate.Reversible.NO) {
        ObjectKey key = new HookObjects(cluster, installation, target, revision).of(hook).key();
        if (runs(target).state(key, revision).isPresent()) {
          begun.add(key);
        }
      }
    }
    return begun;
  }

  /**
   * Starts the hooks of a moment that are due, and looks after those that run.
   *
   * @throws Stopped when they cannot be looked after: a hook that was refused, say
   */
  public Progress run(Target target, String revision, List<Hook> hooks, Hook.Point point)
      throws Stopped {
    TreeMap<Integer, List<Hook>> byWeight = new TreeMap<>();
    for (Hook hook : hooks) {
      if (hook.point() == point) {
        byWeight.computeIfAbsent(hook.weight(), weight -> new ArrayList<>()).add(hook);
      }
    }
    for (List<Hook> group : byWeight.values()) {
      Progress progress = runGroup(target, revision, group);
      if (!(progress instanceof Progress.Done)) {
        return progress;
      }
    }
    return new Progress.Done();
  }

  /**
   * Ends what earlier revisions started: a Job of theirs that is still at work is deleted, one that
   * has ended goes by its policy. Costs no request where there is nothing of the kind.
   */
  public void supersede(Target target, String revision, List<Hook> hooks) throws Stopped {
    HookRuns runs = runs(target);
    Set<ObjectKey> kept = new HashSet<>();
    HookObjects objects = new HookObjects(cluster, installation, target, revision);
    TreeMap<ObjectKey, Inventory.Entry> all = runs.all();
    if (all.values().stream().allMatch(entry -> entry.digest().equals(revision))) {
      return;
    }
    for (Hook hook : hooks) {
      kept.add(objects.of(hook).key());
    }
    for (Inventory.Entry entry : all.values()) {
      if (!entry.digest().equals(revision) && !kept.contains(entry.key())) {
        if (!stays(entry, hooks)) {
          delete(entry.kind(), entry.key());
        }
        runs.forget(entry.key());
      }
    }
  }

  private Progress runGroup(Target target, String revision, List<Hook> group) throws Stopped {
    HookRuns runs = runs(target);
    HookObjects objects = new HookObjects(cluster, installation, target, revision);
    Progress progress = new Progress.Done();
    for (Hook hook : group) {
      Manifest object = objects.of(hook);
      progress =
          switch (step(runs, revision, hook, object)) {
            case SUCCEEDED -> progress;
            case FAILED -> new Progress.Failed(failure(hook, object));
            case STARTED ->
                progress instanceof Progress.Failed
                    ? progress
                    : new Progress.Busy(
                        new Outcome.Waiting(
                            "the %s hook %s to end".formatted(hook.point().word(), object.key())));
          };
    }
    return progress;
  }

  private State step(HookRuns runs, String revision, Hook hook, Manifest object) throws Stopped {
    Optional<State> before = runs.state(object.key(), revision);
    if (before.isPresent() && before.get() != State.STARTED) {
      return before.get();
    }
    watch(hook, object);
    if (before.isEmpty() || observations.find(object.key()).isEmpty()) {
      // Written first: a crash right after the start must not run it a second time.
      runs.remember(object.key(), object.kind().version(), revision, State.STARTED);
      observations.learn(
          cluster.apply(object, Cluster.Persistence.STORED, Cluster.Ownership.FORCE));
    }
    Optional<Observed> seen = observations.find(object.key());
    State now = seen.isPresent() ? ends.of(hook, object, seen.get()) : State.STARTED;
    if (now != State.STARTED) {
      ended(runs, revision, hook, object, now);
    }
    return now;
  }

  private void ended(HookRuns runs, String revision, Hook hook, Manifest object, State now)
      throws Stopped {
    if (now == State.FAILED) {
      whys.put(object.key(), ends.why(object));
    }
    runs.remember(object.key(), object.kind().version(), revision, now);
    Hook.Deletion policy =
        now == State.FAILED ? Hook.Deletion.HOOK_FAILED : Hook.Deletion.HOOK_SUCCEEDED;
    if (hook.deletion().contains(policy)) {
      delete(object.kind(), object.key());
    }
  }

  private void watch(Hook hook, Manifest object) throws Stopped {
    Set<ApiKind> kinds = hook.endsByItself() ? Set.of(object.kind(), POD) : Set.of(object.kind());
    Failure failure = observations.watch(kinds).get(object.kind());
    if (failure != null) {
      throw new Stopped(failure);
    }
  }

  private void delete(ApiKind kind, ObjectKey key) throws Stopped {
    Optional<LiveObject> live = cluster.get(kind, key);
    if (live.isPresent() && !live.get().terminating()) {
      cluster.delete(kind, key, live.get().uid(), "");
    }
  }

  private Failure failure(Hook hook, Manifest object) throws Stopped {
    String why = whys.get(object.key());
    if (why == null) {
      why = ends.why(object); // it failed in an earlier life of the daemon
      whys.put(object.key(), why);
    }
    return Failure.at(
        Reason.HOOK_FAILED,
        object.origin(),
        "metadata.annotations",
        "the %s hook %s failed: %s".formatted(hook.point().word(), object.key(), why),
        "Mend it and commit: it runs again with the next revision, and not before.");
  }

  private HookRuns runs(Target target) {
    return new HookRuns(inventories, Labels.hooksOf(target.id()));
  }

  /** Whether an object of an earlier revision stays, because the hook's policy says so. */
  private static boolean stays(Inventory.Entry entry, List<Hook> hooks) {
    return !entry.fingerprint().equals(State.STARTED.name())
        && hooks.stream()
            .filter(hook -> hook.manifest().kind().kind().equals(entry.key().kind()))
            .filter(hook -> entry.key().name().startsWith(hook.manifest().name() + "-"))
            .anyMatch(hook -> !hook.deletion().contains(Hook.Deletion.BEFORE_HOOK_CREATION));
  }
}
