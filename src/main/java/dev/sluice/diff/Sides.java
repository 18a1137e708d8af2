package dev.sluice.diff;

import dev.sluice.live.ObjectState;
import dev.sluice.live.Prediction;
import dev.sluice.model.LiveObject;
import dev.sluice.render.DesiredObject;
import java.util.Map;

/**
 * A changed object before and after, as whole trees to be shown side by side. Values of Secrets are
 * masked; what only the server writes, and {@code status}, are left out.
 *
 * @param before as it stands in the cluster; empty when it is not there
 * @param after as an apply would leave it; empty when it goes
 */
public record Sides(Map<String, Object> before, Map<String, Object> after) {

  private static final Sides NONE = new Sides(Map.of(), Map.of());

  /** Both sides of a change; empty ones where nothing is known of the object. */
  public static Sides of(Change change) {
    Masking masking = new Masking(change.subject().kind());
    return switch (change.subject().state()) {
      case ObjectState.InSync ignored -> NONE;
      case ObjectState.Unreadable ignored -> NONE;
      case ObjectState.Absent ignored ->
          new Sides(Map.of(), masking.tree(wanted(change), Map.of()));
      case ObjectState.Present(LiveObject live, Prediction prediction) ->
          present(change, live, prediction, masking);
    };
  }

  private static Sides present(
      Change change, LiveObject live, Prediction prediction, Masking masking) {
    Map<String, Object> before = Comparison.declarable(live.content());
    return switch (prediction) {
      case Prediction.Predicted(LiveObject object) ->
          masked(masking, before, Comparison.declarable(object.content()));
      // Nobody could tell what it would become: what Git declares, against the same fields.
      case Prediction.Unpredicted ignored -> declared(change, live, masking);
      case Prediction.Refused ignored -> declared(change, live, masking);
    };
  }

  private static Sides declared(Change change, LiveObject live, Masking masking) {
    Map<String, Object> wanted = wanted(change);
    return wanted.isEmpty()
        ? masked(masking, Comparison.declarable(live.content()), wanted)
        : masked(masking, Declared.relevant(live, wanted), wanted);
  }

  private static Sides masked(
      Masking masking, Map<String, Object> before, Map<String, Object> after) {
    return new Sides(masking.tree(before, Map.of()), masking.tree(after, before));
  }

  private static Map<String, Object> wanted(Change change) {
    return change
        .subject()
        .desired()
        .map(DesiredObject::manifest)
        .map(manifest -> Comparison.declarable(manifest.content()))
        .orElse(Map.of());
  }
}
