package dev.sluice.health;

import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import java.util.Map;

/**
 * One of {@code status.conditions}.
 *
 * @param type such as {@code Available}
 * @param status {@code True}, {@code False} or {@code Unknown}; empty when the object has no
 *     condition of this type
 * @param reason a CamelCase word; may be empty
 * @param message for people; may be empty
 * @param observedGeneration the generation it speaks of; -1 when it does not say
 */
record Condition(
    String type, String status, String reason, String message, long observedGeneration) {

  /** The condition of a type. */
  static Condition of(LiveObject object, String type) {
    return of(object.content(), type);
  }

  /** The condition of a type, of the object with this content. */
  static Condition of(Map<String, Object> object, String type) {
    Map<String, Object> status = Trees.map(object, "status");
    for (Map<String, Object> one : Trees.maps(status, "conditions")) {
      if (Trees.string(one, "type").equals(type)) {
        return new Condition(
            type,
            Trees.string(one, "status"),
            Trees.string(one, "reason"),
            Trees.string(one, "message"),
            Trees.number(one, "observedGeneration", -1));
      }
    }
    return new Condition(type, "", "", "", -1);
  }

  /**
   * What an expression sees of it: every key is there, whether the object has the condition or not.
   * One that still speaks of an older generation is {@code Unknown}.
   */
  Map<String, String> asWords(long generation) {
    boolean old = observedGeneration >= 0 && observedGeneration < generation;
    return Map.of(
        "status",
        old ? "Unknown" : status,
        "reason",
        old ? "" : reason,
        "message",
        old ? "" : message,
        "text",
        old ? type + " still speaks of generation " + observedGeneration : exists() ? words() : "");
  }

  boolean isTrue() {
    return status.equals("True");
  }

  boolean isFalse() {
    return status.equals("False");
  }

  boolean exists() {
    return !status.isEmpty();
  }

  /** For people: {@code MinimumReplicasUnavailable: Deployment does not have minimum …}. */
  String words() {
    String said =
        message.isEmpty() || reason.isEmpty() ? reason + message : reason + ": " + message;
    return said.isEmpty() ? type + " is " + status : said;
  }
}
