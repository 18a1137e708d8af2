package dev.sluice.kube;

import dev.sluice.kube.resource.TargetResource;
import dev.sluice.kube.resource.TargetSpec;
import dev.sluice.kube.resource.TargetStatusBody;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Observed;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.Trees;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Target resources in the daemon's namespace of the daemon's own cluster. Thread-safe. */
public final class CustomResourceTargetStore implements TargetStore, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(CustomResourceTargetStore.class);

  /** What is stored, as far as this daemon wrote or listed it. */
  private record Known(TargetSpec spec, @Nullable TargetStatusBody status, String uid) {}

  private final Connection connection;
  private final OwnResources resources;
  private final InstantSource clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Map<String, String> tokens = new ConcurrentHashMap<>();
  private final List<Thread> watches = new ArrayList<>();
  private volatile boolean listed;

  /** A store in a namespace of the daemon's own cluster. */
  public CustomResourceTargetStore(Clusters.Connected own, String namespace, InstantSource clock) {
    this.connection = own.connection();
    this.resources =
        new OwnResources(connection, TargetResource.KIND, TargetResource.PLURAL, namespace);
    this.clock = clock;
  }

  @Override
  public List<Stored> list() throws Stopped {
    List<Stored> all = new ArrayList<>();
    for (LiveObject item : resources.list()) {
      String name = item.key().name();
      Known one = read(item);
      if (!StatusBodies.isUsable(one.spec())) {
        LOG.warnf("the Target %s was not written by Sluice; it is left alone", name);
        continue;
      }
      known.put(name, one);
      tokens.putIfAbsent(name, item.annotation(Labels.SYNC_REQUESTED));
      if (one.status() != null) {
        Target target = StatusBodies.target(one.spec());
        all.add(
            new Stored(
                target, StatusBodies.status(target.id(), one.status()), one.status().lastChange()));
      }
    }
    listed = true;
    return List.copyOf(all);
  }

  @Override
  public void publish(Target target, TargetStatus status) throws Stopped {
    TargetStatusBody stored = declare(target);
    if (stored == null || !StatusBodies.status(target.id(), stored).equals(status)) {
      write(target, status, stored, now());
    }
  }

  @Override
  public void publishAnew(Target target, TargetStatus status) throws Stopped {
    TargetStatusBody stored = declare(target);
    write(target, status, stored, stored == null ? now() : later(stored.lastChange()));
  }

  /** Writes what the target is where that changed; what its status is now, if it has one. */
  private @Nullable TargetStatusBody declare(Target target) throws Stopped {
    if (!listed) {
      var unused = list(); // what a daemon before this one wrote need not be written again
    }
    String name = Labels.targetName(target.id());
    Known before = known.get(name);
    TargetSpec spec = StatusBodies.spec(target);
    TargetStatusBody stored = before == null ? null : before.status();
    if (before == null || !before.spec().equals(spec)) {
      LiveObject applied = resources.apply(name, Map.of("spec", Json.asTree(spec)));
      known.put(name, new Known(spec, stored, applied.uid()));
    }
    return stored;
  }

  private void write(
      Target target, TargetStatus status, @Nullable TargetStatusBody before, Instant now)
      throws Stopped {
    String name = Labels.targetName(target.id());
    TargetSpec spec = StatusBodies.spec(target);
    TargetStatusBody body = StatusBodies.body(target, status, before, now.toString());
    write(name, spec, body);
    known.put(name, new Known(spec, body, uid(target.id())));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  // Whoever waits compares times of whole seconds: two writes within one would be the same to them.
  private Instant later(@Nullable String before) {
    Instant last = StatusBodies.time(before);
    return now().isAfter(last) ? now() : last.plusSeconds(1);
  }

  /** Uid of the resource of a target; empty while there is none that this daemon knows. */
  public String uid(TargetId target) {
    Known one = known.get(Labels.targetName(target));
    return one == null ? "" : one.uid();
  }

  @Override
  public void requestSync(TargetId target, String token) throws Stopped {
    String name = Labels.targetName(target);
    if (resources.annotate(name, Labels.SYNC_REQUESTED, token).isEmpty()) {
      throw new Stopped(
          Failure.of(
              Reason.NOT_FOUND,
              "there is no target " + target,
              "See sluice status for the targets that are there"));
    }
  }

  @Override
  public void watch(Listener listener) throws Stopped {
    if (!listed) {
      var unused = list(); // requests from before this start are not news: everything runs now
    }
    StoreSink sink =
        new StoreSink(
            this::request,
            change ->
                change
                    .now()
                    .ifPresentOrElse(
                        now -> requested(now, listener), () -> deleted(change.last(), listener)));
    KindWatch<Observed> watch = new KindWatch<>(connection, resources.collection(), sink);
    synchronized (watches) {
      watches.add(Thread.ofVirtual().name("watch targets").start(watch));
    }
  }

  /** Ends the watches. */
  @Override
  public void close() {
    synchronized (watches) {
      watches.forEach(Thread::interrupt);
    }
  }

  private void requested(Observed now, Listener listener) {
    String token = now.fingerprint();
    String before = tokens.put(now.key().name(), token);
    if (!token.isEmpty() && !token.equals(before)) {
      listener.syncRequested(id(now));
    }
  }

  private void deleted(Observed last, Listener listener) {
    known.remove(last.key().name());
    tokens.remove(last.key().name());
    listener.deleted(id(last));
  }

  private static TargetId id(Observed resource) {
    String[] id = resource.target().split("\n", 3);
    return new TargetId(id[0], id[1], id[2]);
  }

  // The token in the place of the fingerprint: a new one is a change.
  private Observed request(LiveObject item) {
    TargetSpec spec = read(item).spec();
    return new Observed(
        item.key(),
        item.kind(),
        String.join("\n", spec.repository(), spec.application(), spec.environment()),
        item.uid(),
        item.resourceVersion(),
        item.annotation(Labels.SYNC_REQUESTED),
        "",
        List.of(),
        Health.HEALTHY,
        item.terminating());
  }

  private void write(String name, TargetSpec spec, TargetStatusBody body) throws Stopped {
    Map<String, Object> tree = Json.asTree(body);
    if (resources.applyStatus(name, tree).isEmpty()) {
      resources.apply(name, Map.of("spec", Json.asTree(spec))); // deleted by hand
      var unused = resources.applyStatus(name, tree);
    }
  }

  private static Known read(LiveObject item) {
    Map<String, Object> status = Trees.map(item.content(), "status");
    return new Known(
        Json.as(TargetSpec.class, Trees.map(item.content(), "spec")),
        status.isEmpty() ? null : Json.as(TargetStatusBody.class, status),
        item.uid());
  }
}
