package dev.sluice.fields;

import dev.sluice.model.FieldPointer;
import dev.sluice.model.FieldPointer.Step;
import dev.sluice.model.LiveObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the field that a pointer names out of an object.
 *
 * <p>What stands in a list or map that its API replaces as a whole cannot simply be left out: the
 * apply would delete it. There the live value takes the place of ours.
 */
final class PointerOmission {

  private static final Object GONE = new Object();

  private final Optional<LiveObject> live;
  private final FieldSet known;
  private boolean copied;

  /**
   * Without a live object nothing is replaced: what is named is left out.
   *
   * @param live whose values stand in where something is owned as a whole
   */
  PointerOmission(Optional<LiveObject> live) {
    this.live = live;
    this.known =
        live.map(object ->
                ManagedEntry.of(object).stream()
                    .map(ManagedEntry::fields)
                    .reduce(FieldSet.EMPTY, FieldSet::union))
            .orElse(FieldSet.EMPTY);
  }

  /** Whether a live value was taken in so far: it is right only as long as nobody writes. */
  boolean copied() {
    return copied;
  }

  /** The object without the field; maps and lists that hold nothing else go with it. */
  Map<String, Object> without(Map<String, Object> content, FieldPointer pointer) {
    Spot root = new Spot(live.<Object>map(LiveObject::content).orElse(null), known, false);
    @Nullable Object rest = omit(content, pointer.steps(), root);
    Map<String, Object> result = new LinkedHashMap<>();
    if (rest instanceof Map<?, ?> map) {
      map.forEach((key, value) -> result.put((String) key, value));
    }
    return result;
  }

  private @Nullable Object omit(@Nullable Object value, List<Step> steps, Spot spot) {
    if (steps.isEmpty()) {
      return spot.whole() ? taken(spot.live()) : GONE;
    }
    List<Step> rest = steps.subList(1, steps.size());
    return switch (steps.getFirst()) {
      case Step.Field(String name) ->
          value instanceof Map<?, ?> map ? field(map, name, rest, spot) : value;
      case Step.Keyed step -> value instanceof List<?> list ? list(list, step, rest, spot) : value;
      case Step.Item step -> value instanceof List<?> list ? list(list, step, rest, spot) : value;
      case Step.Every step -> value instanceof List<?> list ? list(list, step, rest, spot) : value;
    };
  }

  private @Nullable Object taken(@Nullable Object liveValue) {
    if (liveValue == null) {
      return GONE;
    }
    copied = true;
    return liveValue;
  }

  private @Nullable Object field(Map<?, ?> map, String name, List<Step> rest, Spot spot) {
    Spot below = spot.below(new PathElement.Field(name));
    boolean there = map.containsKey(name);
    if (!there && !(below.whole() && rest.isEmpty() && below.live() != null)) {
      return map;
    }
    Map<Object, Object> result = new LinkedHashMap<>(map);
    Object left = omit(map.get(name), rest, below);
    if (left == GONE) {
      result.remove(name);
    } else {
      result.put(name, left);
    }
    return result.isEmpty() && !spot.whole() ? GONE : result;
  }

  private @Nullable Object list(List<?> list, Step step, List<Step> rest, Spot spot) {
    List<?> liveList = spot.live() instanceof List<?> there ? there : List.of();
    boolean whole = spot.whole() || (!liveList.isEmpty() && spot.known().children().isEmpty());
    List<Object> theirs = new ArrayList<>();
    liveList.stream().filter(element -> Selection.selects(step, element)).forEach(theirs::add);
    List<Object> result = new ArrayList<>();
    for (Object element : list) {
      if (!Selection.selects(step, element)) {
        result.add(element);
        continue;
      }
      Object twin = twin(element, theirs);
      Object left = omit(element, rest, new Spot(twin, elementSet(spot.known(), element), whole));
      if (left != GONE) {
        result.add(left);
      }
    }
    if (whole && rest.isEmpty()) {
      theirs.forEach(element -> result.add(taken(element)));
    }
    return result.isEmpty() && !whole ? GONE : result;
  }

  /** The live element that is the same one: by name where both have one, else the next. */
  private static @Nullable Object twin(@Nullable Object element, List<Object> theirs) {
    for (Object other : theirs) {
      if (element instanceof Map<?, ?> one
          && other instanceof Map<?, ?> two
          && one.get("name") != null) {
        if (CanonicalJson.sameScalar(one.get("name"), two.get("name"))) {
          theirs.remove(other);
          return other;
        }
      } else {
        theirs.remove(other);
        return other;
      }
    }
    return null;
  }

  private static FieldSet elementSet(FieldSet list, @Nullable Object element) {
    List<@Nullable Object> alone = new ArrayList<>();
    alone.add(element);
    for (Map.Entry<PathElement, FieldSet> child : list.children().entrySet()) {
      if (child.getKey().find(alone) != null) {
        return child.getValue();
      }
    }
    return FieldSet.EMPTY;
  }

  /**
   * A place on the way.
   *
   * @param live what stands there in the cluster
   * @param known what anybody owns there
   * @param whole whether it belongs to something that is replaced as a whole
   */
  private record Spot(@Nullable Object live, FieldSet known, boolean whole) {

    Spot below(PathElement step) {
      @Nullable FieldSet child = known.child(step);
      return new Spot(
          step.find(live),
          child == null ? FieldSet.EMPTY : child,
          whole || (known.leaf() && live != null));
    }
  }
}
