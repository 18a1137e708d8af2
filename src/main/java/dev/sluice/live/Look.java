package dev.sluice.live;

import dev.sluice.fields.Fingerprints;
import dev.sluice.fields.IgnoredFields;
import dev.sluice.fields.Tolerance;
import dev.sluice.kube.Cluster;
import dev.sluice.kube.KindInfo;
import dev.sluice.kube.Observations;
import dev.sluice.live.ObjectState.Absent;
import dev.sluice.live.ObjectState.InSync;
import dev.sluice.live.ObjectState.Present;
import dev.sluice.live.ObjectState.Unreadable;
import dev.sluice.live.Prediction.Predicted;
import dev.sluice.live.Prediction.Refused;
import dev.sluice.live.Prediction.Unpredicted;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Failure;
import dev.sluice.model.IgnoreRule;
import dev.sluice.model.Inventory;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Observed;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.Trees;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One look at the cluster for one run of one target: decides per object what has to be asked. */
final class Look {

  private static final Unpredicted LEFT_GIT = new Unpredicted("Git does not want it any more");

  private static final int MOST_READS = 3;

  private final Cluster cluster;
  private final Observations observations;
  private final Ownership ownership;
  private final RenderedKinds rendered;
  private final DryRuns dryRuns;
  private final Map<ApiKind, Failure> unknown;
  private final Map<ApiKind, Failure> unwatched;

  private final Map<ObjectKey, IgnoredFields> widened = new ConcurrentHashMap<>();

  Look(
      Cluster cluster,
      Observations observations,
      Ownership ownership,
      Target target,
      RenderedKinds rendered,
      Map<ApiKind, Failure> unknown,
      Map<ApiKind, Failure> unwatched) {
    this.cluster = cluster;
    this.observations = observations;
    this.ownership = ownership;
    this.rendered = rendered;
    this.dryRuns = new DryRuns(cluster, target, rendered);
    this.unknown = unknown;
    this.unwatched = unwatched;
  }

  /** What there is of one object. Never throws: what went wrong is the object's state. */
  Subject at(Wanted wanted) {
    try {
      ObjectState state =
          wanted.desired().isPresent()
              ? wanted(wanted, wanted.desired().get().manifest())
              : leftover(wanted);
      if (state instanceof Absent && wanted.isNamespace()) {
        dryRuns.missing(wanted.key().name());
      }
      return as(wanted, state);
    } catch (Stopped stopped) {
      return wanted.as(new Unreadable(stopped.failure()));
    }
  }

  private Subject as(Wanted wanted, ObjectState state) throws Stopped {
    return state instanceof Present(LiveObject live, var prediction) && wanted.desired().isPresent()
        ? wanted.onto(live, ignored(wanted, live)).as(state)
        : wanted.as(state);
  }

  private ObjectState wanted(Wanted wanted, Manifest manifest) throws Stopped {
    ApiKind kind = manifest.kind();
    if (unknown.containsKey(kind)) {
      Failure first = unknown.get(kind);
      return new Unreadable(
          Failure.at(
              first.reason(), manifest.origin(), first.field(), first.message(), first.remedy()));
    }
    if (unwatched.containsKey(kind)) {
      return notWatched(kind, unwatched.get(kind));
    }
    Optional<Observed> seen = observations.find(kind, wanted.key());
    if (seen.isPresent() && observations.current(kind) && isAsRecorded(wanted, seen.get())) {
      return new InSync(seen.get());
    }
    if (dryRuns.waitFor(manifest.namespace())) {
      return new Absent(DryRuns.comesFirst(manifest.namespace()));
    }
    boolean expected = seen.isPresent() || applied(wanted);
    return expected ? compare(wanted, manifest) : first(wanted, manifest);
  }

  private ObjectState notWatched(ApiKind kind, Failure failure) {
    return rendered.scope(kind).isPresent() && failure.reason() == Reason.UNKNOWN_KIND
        ? new Absent(new Unpredicted("its CustomResourceDefinition comes first"))
        : new Unreadable(failure);
  }

  private static boolean isAsRecorded(Wanted wanted, Observed seen) {
    Optional<Inventory.Entry> recorded = wanted.recorded();
    return recorded.isPresent()
        && !seen.fingerprint().isEmpty()
        && isTolerable(wanted, recorded.get(), seen)
        && seen.fingerprint().equals(recorded.get().fingerprint())
        && wanted.desired().orElseThrow().digest().equals(recorded.get().digest());
  }

  // Which fields a manager owns decides what is applied, so there a move of theirs counts too.
  private static boolean isTolerable(Wanted wanted, Inventory.Entry recorded, Observed seen) {
    Tolerance tolerance = wanted.tolerance();
    boolean byManager = !tolerance.ignored().managers().isEmpty();
    return (!byManager || seen.foreignHash().equals(recorded.foreignHash()))
        && seen.foreign().stream().noneMatch(field -> tolerance.reverts(seen.kind().kind(), field));
  }

  /**
   * Never applied, as far as is known, and not seen: one dry run also tells whether it is there
   * without our label.
   */
  private ObjectState first(Wanted wanted, Manifest manifest) throws Stopped {
    Optional<Failure> taken = ownership.takenElsewhere(manifest);
    if (taken.isPresent()) {
      return new Absent(new Refused(taken.get()));
    }
    Prediction prediction = dryRuns.of(manifest, Cluster.Ownership.ASK);
    return switch (prediction) {
      case Predicted(LiveObject object) when object.resourceVersion().isEmpty() ->
          new Absent(prediction);
      case Unpredicted u when dryRuns.isMissing(manifest.namespace()) -> new Absent(prediction);
      case Unpredicted u -> withLive(wanted, manifest, prediction);
      case Refused(Failure failure) when failure.reason() == Reason.NAMESPACE_MISSING ->
          new Absent(prediction);
      // Whether it may be taken over is decided from its owners; what that would change is asked
      // here.
      case Refused(Failure failure) when failure.reason() == Reason.FIELD_CONFLICT ->
          withLive(wanted, manifest, dryRuns.of(manifest, Cluster.Ownership.FORCE));
      case Predicted p -> withLive(wanted, manifest, prediction);
      case Refused r -> withLive(wanted, manifest, prediction);
    };
  }

  /** Recorded, or carrying our label: both sides are needed. */
  private ObjectState compare(Wanted wanted, Manifest manifest) throws Stopped {
    for (int tries = 1; ; tries++) {
      ObjectState state = compareOnce(wanted, manifest);
      if (tries == MOST_READS || isOfOneMoment(state)) {
        return state;
      }
    }
  }

  // What a controller writes between the read and the dry run would look like our change.
  private static boolean isOfOneMoment(ObjectState state) {
    return !(state instanceof Present(LiveObject live, Predicted(LiveObject predicted)))
        || predicted.resourceVersion().equals(live.resourceVersion());
  }

  private ObjectState compareOnce(Wanted wanted, Manifest manifest) throws Stopped {
    Optional<LiveObject> live = cluster.get(wanted.kind(), wanted.key());
    if (live.isPresent()) {
      Optional<Failure> foreign = ownership.refusal(manifest, live.get(), wanted.recorded());
      if (foreign.isPresent()) {
        return new Present(live.get(), new Refused(foreign.get()));
      }
    }
    if (live.isEmpty()) {
      return new Absent(
          dryRuns.of(manifest, applied(wanted) ? Cluster.Ownership.FORCE : Cluster.Ownership.ASK));
    }
    widened.remove(wanted.key());
    boolean ours = applied(wanted) || holdsOurFields(live.get());
    Manifest expected = expected(wanted, manifest, live.get());
    return new Present(
        live.get(), dryRuns.of(expected, ours ? Cluster.Ownership.FORCE : Cluster.Ownership.ASK));
  }

  /** Once it was applied it is ours; what was only intended may be somebody else's by now. */
  private static boolean applied(Wanted wanted) {
    return wanted.recorded().map(entry -> !entry.digest().isEmpty()).orElse(false);
  }

  private static boolean holdsOurFields(LiveObject live) {
    return !Fingerprints.own(live, Labels.FIELD_MANAGER).isEmpty();
  }

  private ObjectState withLive(Wanted wanted, Manifest manifest, Prediction prediction)
      throws Stopped {
    Optional<LiveObject> live = cluster.get(wanted.kind(), wanted.key());
    if (live.isEmpty()) {
      return new Absent(prediction);
    }
    Optional<Failure> foreign = ownership.refusal(manifest, live.get(), wanted.recorded());
    if (foreign.isPresent()) {
      return new Present(live.get(), new Refused(foreign.get()));
    }
    Manifest expected = expected(wanted, manifest, live.get());
    return new Present(
        live.get(),
        expected.content().equals(manifest.content())
            ? prediction
            : dryRuns.of(expected, Cluster.Ownership.FORCE));
  }

  /** What to ask a dry run for an object that is there. */
  private Manifest expected(Wanted wanted, Manifest manifest, LiveObject live) throws Stopped {
    IgnoredFields ignored = ignored(wanted, live);
    return ignored.isEmpty()
        ? manifest
        : manifest.withContent(ignored.expected(ignored.payload(manifest.content(), live), live));
  }

  /** What is left to others on an object that is there: an autoscaler may have come by itself. */
  private IgnoredFields ignored(Wanted wanted, LiveObject live) throws Stopped {
    IgnoredFields known = widened.get(wanted.key());
    if (known != null) {
      return known;
    }
    IgnoredFields ignored = wanted.tolerance().ignored();
    boolean scalable =
        Trees.map(wanted.desired().orElseThrow().manifest().content(), "spec")
            .containsKey("replicas");
    if (scalable && !ignored.covers("spec.replicas", "")) {
      Optional<IgnoreRule> autoscaler = Autoscaling.found(cluster, live);
      ignored = autoscaler.isPresent() ? ignored.and(autoscaler.get()) : ignored;
    }
    widened.put(wanted.key(), ignored);
    return ignored;
  }

  private ObjectState leftover(Wanted wanted) throws Stopped {
    Failure failure = unwatched.get(wanted.kind());
    if (failure != null && failure.reason() != Reason.UNKNOWN_KIND) {
      return new Unreadable(failure);
    }
    try {
      return leftoverIn(wanted.kind(), wanted.key());
    } catch (Stopped stopped) {
      if (stopped.failure().reason() != Reason.UNKNOWN_KIND) {
        throw stopped;
      }
    }
    // The version it was applied in is served no more; where no version is, all its objects are
    // gone.
    Optional<KindInfo> served = cluster.kindInAnyVersion(wanted.kind());
    if (served.isEmpty()) {
      return new Absent(LEFT_GIT);
    }
    observations.watch(Set.of(served.get().kind())); // or nobody would hear of its end
    return leftoverIn(served.get().kind(), wanted.key());
  }

  private ObjectState leftoverIn(ApiKind kind, ObjectKey key) throws Stopped {
    Optional<LiveObject> live = cluster.get(kind, key);
    return live.isPresent() ? new Present(live.get(), LEFT_GIT) : new Absent(LEFT_GIT);
  }
}
