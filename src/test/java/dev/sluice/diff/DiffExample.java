package dev.sluice.diff;

import dev.sluice.fields.Digests;
import dev.sluice.fields.Fingerprints;
import dev.sluice.live.ObjectState;
import dev.sluice.live.OtherTargets;
import dev.sluice.live.Prediction;
import dev.sluice.live.Subject;
import dev.sluice.model.Failure;
import dev.sluice.model.Installation;
import dev.sluice.model.Inventory;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.TargetId;
import dev.sluice.model.Trees;
import dev.sluice.render.DesiredObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One object from YAML: {@code desired}, {@code live}, {@code predicted} (the object that was
 * applied, unless it says otherwise), {@code recorded} (as it was when all was well).
 */
final class DiffExample {

  static final TargetId TARGET = new TargetId("config", "shop", "dev");

  static final Installation SELF = new Installation("testtest");

  private final Map<String, Object> before;
  private final Map<String, Object> now;

  DiffExample(Map<String, Object> before, Map<String, Object> now) {
    this.before = ours(before);
    this.now = ours(now);
  }

  Subject subject() {
    LiveObject applied = new LiveObject(Trees.map(before, "live"));
    return new Subject(
        applied.key(), applied.kind(), desired(now), recorded(applied), state(applied));
  }

  Contests contests() {
    long heals = Trees.number(now, "contested", 0);
    return key -> heals > 0 ? Optional.of(new Contests.Contest((int) heals)) : Optional.empty();
  }

  OtherTargets others() {
    Map<String, Object> claims = Trees.map(now, "claims");
    return new OtherTargets() {
      @Override
      public Optional<String> wantedBy(ObjectKey key) {
        return Optional.of(Trees.string(claims, "wantedBy")).filter(name -> !name.isEmpty());
      }

      @Override
      public boolean givenUp(ObjectKey key, String name) {
        throw new AssertionError("whose an object is was decided before");
      }
    };
  }

  SyncPolicy.Adoption adoption() {
    return Boolean.TRUE.equals(now.get("adopt"))
        ? SyncPolicy.Adoption.TAKE_OVER
        : SyncPolicy.Adoption.REFUSE;
  }

  private static Optional<DesiredObject> desired(Map<String, Object> state) {
    if (!(state.get("desired") instanceof Map<?, ?>)) {
      return Optional.empty();
    }
    Map<String, Object> content = Trees.map(state, "desired");
    LiveObject read = new LiveObject(content);
    Manifest manifest =
        new Manifest(
            read.kind(),
            read.key().namespace(),
            read.key().name(),
            content,
            Origin.file("overlays/shop/dev/web.yaml"));
    return Optional.of(new DesiredObject(manifest, Digests.sha256(content)));
  }

  private Optional<Inventory.Entry> recorded(LiveObject applied) {
    return switch (Trees.string(now, "recorded")) {
      case "applied" ->
          Optional.of(
              new Inventory.Entry(
                  applied.key(),
                  applied.kind().version(),
                  desired(before).orElseThrow().digest(),
                  Fingerprints.own(applied, Labels.FIELD_MANAGER),
                  Fingerprints.foreign(applied, Labels.FIELD_MANAGER),
                  applied.uid()));
      case "intended" ->
          Optional.of(Inventory.Entry.intended(applied.key(), applied.kind().version()));
      case "never" -> Optional.empty();
      case String other -> throw new IllegalArgumentException("recorded: " + other);
    };
  }

  private ObjectState state(LiveObject applied) {
    if (now.get("unreadable") instanceof Map<?, ?>) {
      return new ObjectState.Unreadable(failure("unreadable"));
    }
    return now.get("live") instanceof Map<?, ?>
        ? new ObjectState.Present(new LiveObject(Trees.map(now, "live")), prediction(applied))
        : new ObjectState.Absent(prediction(applied));
  }

  private Prediction prediction(LiveObject applied) {
    if (now.get("refused") instanceof Map<?, ?>) {
      return new Prediction.Refused(failure("refused"));
    }
    if (now.get("unpredicted") instanceof String why) {
      return new Prediction.Unpredicted(why);
    }
    return new Prediction.Predicted(
        now.get("predicted") instanceof Map<?, ?>
            ? new LiveObject(Trees.map(now, "predicted"))
            : applied);
  }

  private Failure failure(String field) {
    Map<String, Object> failure = Trees.map(now, field);
    Reason reason =
        Arrays.stream(Reason.values())
            .filter(one -> one.word().equals(failure.get("reason")))
            .findFirst()
            .orElseThrow();
    return Failure.of(reason, Trees.string(failure, "message"), "");
  }

  /** The name of our target in labels holds a hash; the examples write OURS. */
  private static Map<String, Object> ours(Map<String, Object> tree) {
    Map<String, Object> result = new LinkedHashMap<>();
    tree.forEach((key, value) -> result.put(key, oursIn(value)));
    return result;
  }

  @SuppressWarnings("unchecked")
  private static Object oursIn(Object value) {
    return switch (value) {
      case null -> null;
      case Map<?, ?> map -> ours((Map<String, Object>) map);
      case List<?> list -> {
        List<Object> result = new ArrayList<>();
        list.forEach(element -> result.add(oursIn(element)));
        yield result;
      }
      case String text when text.equals("OURS") -> SELF.mark(TARGET);
      default -> value;
    };
  }
}
