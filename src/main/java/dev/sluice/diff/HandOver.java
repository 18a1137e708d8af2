package dev.sluice.diff;

import dev.sluice.fields.TakeOver;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has to change on an object that another tool made, besides the values that Git declares:
 * whose its fields are, and the marks by which that tool would find and delete it.
 */
public final class HandOver {

  private static final List<String> PLACES = List.of("labels", "annotations");

  private HandOver() {}

  /**
   * The JSON merge patch that hands the object over. It holds the version that was seen, so that
   * nobody's write in between is lost, and changes no field outside {@code metadata}.
   *
   * @param predicted what a dry run of our apply made of it, or its answer
   */
  public static Map<String, Object> patch(LiveObject live, LiveObject predicted, Manifest desired) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("resourceVersion", live.resourceVersion());
    metadata.put(
        "managedFields",
        TakeOver.managedFields(live, predicted, Labels.FIELD_MANAGER, Tool::wrote));
    for (String place : PLACES) {
      Map<String, Object> removals = new LinkedHashMap<>();
      marks(live, desired, place).forEach(mark -> removals.put(mark, null));
      if (!removals.isEmpty()) {
        metadata.put(place, removals);
      }
    }
    return Map.of("metadata", metadata);
  }

  /** The marks that go, sorted by place and name. */
  static List<String> marks(LiveObject live, Manifest desired) {
    List<String> marks = new ArrayList<>();
    PLACES.forEach(place -> marks.addAll(marks(live, desired, place)));
    return marks;
  }

  // What Git declares stays, whatever it means.
  private static Set<String> marks(LiveObject live, Manifest desired, String place) {
    Set<String> marks = Tool.marks(live, place);
    marks.removeAll(Trees.map(Trees.map(desired.content(), "metadata"), place).keySet());
    return marks;
  }
}
