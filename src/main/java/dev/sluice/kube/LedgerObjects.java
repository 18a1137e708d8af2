package dev.sluice.kube;

import dev.sluice.kube.resource.LedgerSegmentSpec;
import dev.sluice.kube.resource.LedgerSegmentSpec.LineBody;
import dev.sluice.model.Failure;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.promote.ledger.LedgerStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of one ledger in custom resources: a log of what was added to them, cut into segments.
 * Every write is one request: it replaces the last segment in the version that was read, or creates
 * the next one. Whether the last one is full follows from what it holds alone, so two writers that
 * start from the same state always aim at the same object, and one of them loses.
 */
final class LedgerObjects implements LedgerStore {

  /** A segment with more bytes than this is not written to any more. */
  static final long FULL = 256 * 1024;

  /** What a segment may have at most: etcd takes 1.5 MiB. */
  static final long MOST = 1024 * 1024;

  private final CustomResourceLedgers ledgers;
  private final OwnResources resources;
  private final String repository;
  private final String environment;

  LedgerObjects(
      CustomResourceLedgers ledgers,
      OwnResources resources,
      String repository,
      String environment) {
    this.ledgers = ledgers;
    this.resources = resources;
    this.repository = repository;
    this.environment = environment;
  }

  @Override
  public synchronized Files read() throws Stopped {
    return segments(ledgers.all()).files();
  }

  @Override
  public synchronized Written write(
      Files base, Map<String, String> changed, String message, Instant at) throws Stopped {
    Segments now = segments(ledgers.all());
    if (!now.files().tip().equals(base.tip())) {
      return new Written.Lost(now.files());
    }
    List<LineBody> lines = SegmentLog.added(base, changed);
    Optional<Segments.Stored> open =
        now.last().filter(last -> SegmentLog.size(last.spec().lines()) < FULL);
    LedgerSegmentSpec wanted =
        open.isPresent() ? longer(open.get().spec(), lines) : next(now, lines);
    requireRoom(lines, wanted);
    return send(open, wanted);
  }

  @Override
  public synchronized Written begin(
      Files base, String file, String text, String message, Instant at) throws Stopped {
    Segments now = segments(ledgers.all());
    if (now.byNumber().size() != 1) {
      // Two objects cannot be replaced in one step.
      return write(base, Map.of(file, text + SegmentLog.body(base, file)), message, at);
    }
    if (!now.files().tip().equals(base.tip())) {
      return new Written.Lost(now.files());
    }
    Segments.Stored only = now.last().orElseThrow();
    List<LineBody> lines = new ArrayList<>(only.spec().lines());
    lines.removeIf(line -> line.file().equals(file));
    Files without = new Files("", Optional.empty(), Map.of());
    lines.addAll(SegmentLog.added(without, Map.of(file, text)));
    return send(
        Optional.of(only),
        new LedgerSegmentSpec(repository, environment, only.spec().segment(), List.copyOf(lines)));
  }

  private Written send(Optional<Segments.Stored> open, LedgerSegmentSpec wanted) throws Stopped {
    try {
      Optional<LiveObject> written = write(open, wanted);
      if (written.isPresent()) {
        ledgers.learn(written.get());
        return new Written.Accepted(segments(ledgers.all()).files());
      }
    } catch (Stopped stopped) {
      if (stopped.failure().reason() != Reason.STATE_CONFLICT) {
        throw stopped;
      }
    }
    return outcome(wanted);
  }

  private Optional<LiveObject> write(Optional<Segments.Stored> open, LedgerSegmentSpec wanted)
      throws Stopped {
    Map<String, Object> fields = Map.of("spec", Json.asTree(wanted));
    return open.isPresent()
        ? resources.replace(open.get().name(), open.get().resourceVersion(), fields)
        : Optional.of(resources.create(name(wanted.segment()), fields));
  }

  /** A conflict: somebody was first, or a request was sent again whose answer was lost. */
  private Written outcome(LedgerSegmentSpec wanted) throws Stopped {
    Segments now = segments(ledgers.list());
    boolean ours = now.last().filter(last -> last.spec().equals(wanted)).isPresent();
    return ours ? new Written.Accepted(now.files()) : new Written.Lost(now.files());
  }

  private Segments segments(List<OwnCache.Item<LedgerSegmentSpec>> items) throws Stopped {
    List<Segments.Stored> stored = new ArrayList<>();
    for (OwnCache.Item<LedgerSegmentSpec> item : items) {
      LedgerSegmentSpec spec = item.value();
      if (repository.equals(spec.repository()) && environment.equals(spec.environment())) {
        stored.add(new Segments.Stored(item.name(), item.resourceVersion(), spec));
      }
    }
    return Segments.of(stored);
  }

  private static LedgerSegmentSpec longer(LedgerSegmentSpec open, List<LineBody> lines) {
    List<LineBody> all = new ArrayList<>(open.lines());
    all.addAll(lines);
    return new LedgerSegmentSpec(
        open.repository(), open.environment(), open.segment(), List.copyOf(all));
  }

  private LedgerSegmentSpec next(Segments now, List<LineBody> lines) {
    return new LedgerSegmentSpec(
        repository, environment, now.byNumber().size() + 1, List.copyOf(lines));
  }

  private String name(int segment) {
    return Labels.targetName(new TargetId(repository, "ledger", environment)) + "-" + segment;
  }

  private void requireRoom(List<LineBody> lines, LedgerSegmentSpec wanted) throws Stopped {
    if (SegmentLog.size(wanted.lines()) > MOST) {
      throw new Stopped(
          Failure.of(
              Reason.OBJECT_TOO_LARGE,
              "%d lines for the ledger of %s do not fit into one object of the cluster"
                  .formatted(lines.size(), environment),
              "Promote fewer applications at once, or keep this ledger in Git"));
    }
  }
}
