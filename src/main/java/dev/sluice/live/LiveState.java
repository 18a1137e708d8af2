package dev.sluice.live;

import dev.sluice.kube.Cluster;
import dev.sluice.kube.InventoryStore;
import dev.sluice.kube.Observations;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Failure;
import dev.sluice.model.IgnoreRule;
import dev.sluice.model.Installation;
import dev.sluice.model.Inventory;
import dev.sluice.model.KindRules;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Observed;
import dev.sluice.model.Parallel;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.render.Desired;
import dev.sluice.render.DesiredObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the cluster has of one target: from the watches where they settle it, by requests only for
 * the objects where something moved. Thread-safe; one per cluster.
 */
public final class LiveState {

  private final Cluster cluster;
  private final Observations observations;
  private final InventoryStore inventories;
  private final FirstClaims claims;
  private final Installation installation;
  private final int parallelism;

  /**
   * The state of one cluster.
   *
   * @param claims shared by all clusters
   * @param installation whose daemon this is
   * @param parallelism most requests at a time for one target
   */
  public LiveState(
      Cluster cluster,
      Observations observations,
      InventoryStore inventories,
      FirstClaims claims,
      Installation installation,
      int parallelism) {
    this.cluster = cluster;
    this.observations = observations;
    this.inventories = inventories;
    this.claims = claims;
    this.installation = installation;
    this.parallelism = parallelism;
  }

  /**
   * Reads the live side of a render.
   *
   * @param others asked where an object may be theirs
   * @throws Stopped when nothing can be said: the cluster or the inventory cannot be read, or the
   *     render has one object twice. What concerns one object only is in its {@link Subject}
   */
  public Live read(Target target, Desired desired, OtherTargets others) throws Stopped {
    return read(target, desired, others, List.of());
  }

  /**
   * The same, with fields that the application leaves to others.
   *
   * @throws Stopped as above
   */
  public Live read(Target target, Desired desired, OtherTargets others, List<IgnoreRule> ignore)
      throws Stopped {
    RenderedKinds rendered = new RenderedKinds(desired);
    Inventory inventory = inventories.load(target.id());
    Placement.Placed placed = place(target, desired, rendered, inventory);
    claims.claim(target.id(), cluster.name(), placed.objects().keySet());
    return look(target, rendered, inventory, placed, watch(placed, inventory), others, ignore);
  }

  /**
   * The same of what is not to be applied now: nothing is claimed, and no watch begins.
   *
   * @throws Stopped as above
   */
  public Live forecast(Target target, Desired desired, OtherTargets others, List<IgnoreRule> ignore)
      throws Stopped {
    RenderedKinds rendered = new RenderedKinds(desired);
    Inventory inventory = inventories.load(target.id());
    Placement.Placed placed = place(target, desired, rendered, inventory);
    return look(target, rendered, inventory, placed, Map.of(), others, ignore);
  }

  private Live look(
      Target target,
      RenderedKinds rendered,
      Inventory inventory,
      Placement.Placed placed,
      Map<ApiKind, Failure> unwatched,
      OtherTargets others,
      List<IgnoreRule> ignore)
      throws Stopped {
    Inventory whole = withUnrecorded(inventory, placed.objects().keySet());
    Ownership ownership = new Ownership(claims, others, installation, target, cluster.name());
    LeftToOthers left = LeftToOthers.of(ignore, placed.objects(), target.sync().foreign());
    Look look =
        new Look(cluster, observations, ownership, target, rendered, placed.unknown(), unwatched);
    List<Wanted> wanted = new ArrayList<>();
    for (ObjectKey key : keys(placed.objects(), whole)) {
      wanted.add(
          new Wanted(
              key,
              Optional.ofNullable(placed.objects().get(key)).map(left::digested),
              Optional.ofNullable(whole.entries().get(key)),
              left.on(key)));
    }
    List<Subject> subjects = new ArrayList<>();
    // Namespaces and CRDs first: what is in or of them need not be asked for while they are absent.
    subjects.addAll(Parallel.map(parallelism, those(wanted, true), look::at));
    subjects.addAll(Parallel.map(parallelism, those(wanted, false), look::at));
    stopIfUnreachable(subjects);
    subjects.sort((a, b) -> a.key().compareTo(b.key()));
    List<String> warnings = new ArrayList<>(placed.warnings());
    warnings.addAll(left.warnings());
    return new Live(
        installation.mark(target.id()), whole, List.copyOf(subjects), List.copyOf(warnings));
  }

  /**
   * From now on, the objects of a target are judged by these rules before all others.
   *
   * @throws Stopped when an object that they are about cannot be read anew
   */
  public void judge(TargetId target, List<KindRules> by, TargetRules rules) throws Stopped {
    rules.use(installation.mark(target), by, cluster, observations);
  }

  private Placement.Placed place(
      Target target, Desired desired, RenderedKinds rendered, Inventory inventory) throws Stopped {
    Placement placement = new Placement(cluster, target, installation.mark(target.id()), rendered);
    Placement.Placed placed = placement.place(desired);
    Optional<Manifest> namespace =
        new DefaultNamespace(cluster, observations, target, installation.mark(target.id()))
            .of(placed.objects().keySet(), inventory);
    return namespace.isPresent() ? placed.with(placement.place(namespace.get())) : placed;
  }

  private static List<Wanted> those(List<Wanted> all, boolean foundations) {
    return all.stream().filter(one -> one.isFoundation() == foundations).toList();
  }

  private Map<ApiKind, Failure> watch(Placement.Placed placed, Inventory inventory) throws Stopped {
    Set<ApiKind> kinds = new HashSet<>();
    placed.objects().values().forEach(object -> kinds.add(object.manifest().kind()));
    inventory.entries().values().forEach(entry -> kinds.add(entry.kind()));
    Map<ApiKind, Failure> failures = observations.watch(kinds);
    for (Failure failure : failures.values()) {
      if (failure.reason() == Reason.CLUSTER_UNREACHABLE) {
        throw new Stopped(failure);
      }
    }
    return failures;
  }

  /**
   * Takes in what carries our label and our fields but is not recorded: the inventory was lost, or
   * deleted by hand. While nothing at all is recorded, only what Git wants is taken in, so that
   * nothing is pruned before one sync has gone through.
   */
  private Inventory withUnrecorded(Inventory inventory, Set<ObjectKey> wanted) {
    SortedMap<ObjectKey, Inventory.Entry> entries = new TreeMap<>(inventory.entries());
    for (Observed object : observations.of(installation.mark(inventory.target()))) {
      // What a watch knew before its kind was served no more says nothing.
      boolean ours = !object.fingerprint().isEmpty() && observations.current(object.kind());
      boolean mayBe = wanted.contains(object.key()) || !inventory.entries().isEmpty();
      if (ours && mayBe) {
        entries.putIfAbsent(
            object.key(), Inventory.Entry.intended(object.key(), object.kind().version()));
      }
    }
    return new Inventory(inventory.target(), entries);
  }

  private static SortedSet<ObjectKey> keys(
      SortedMap<ObjectKey, DesiredObject> desired, Inventory inventory) {
    SortedSet<ObjectKey> keys = new TreeSet<>(desired.keySet());
    keys.addAll(inventory.entries().keySet());
    return keys;
  }

  private static void stopIfUnreachable(List<Subject> subjects) throws Stopped {
    for (Subject subject : subjects) {
      if (subject.state() instanceof ObjectState.Unreadable(Failure failure)
          && (failure.reason() == Reason.CLUSTER_UNREACHABLE
              || failure.reason() == Reason.CLUSTER_REFUSED_CREDENTIALS)) {
        throw new Stopped(failure);
      }
    }
  }
}
