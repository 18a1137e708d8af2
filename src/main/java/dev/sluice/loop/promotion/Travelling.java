package dev.sluice.loop.promotion;

import dev.sluice.model.TargetId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Which targets are decided on together: those of a unit, as soon as one of them is due. */
final class Travelling {

  private Travelling() {}

  /**
   * The targets that are due, each with all of its unit; those in no unit alone.
   *
   * @param due of one environment
   * @param units names of applications, as the environment declares them
   * @param promoted whether a target exists and is promoted
   */
  static Set<List<TargetId>> together(
      List<TargetId> due, List<List<String>> units, Predicate<TargetId> promoted) {
    Set<List<TargetId>> groups = new LinkedHashSet<>();
    for (TargetId id : due) {
      groups.add(
          units.stream()
              .filter(unit -> unit.contains(id.application()))
              .findFirst()
              .map(unit -> members(id, unit, promoted))
              .filter(members -> members.contains(id))
              .orElse(List.of(id)));
    }
    return groups;
  }

  private static List<TargetId> members(
      TargetId id, List<String> unit, Predicate<TargetId> promoted) {
    List<TargetId> members = new ArrayList<>();
    for (String application : unit) {
      TargetId member = new TargetId(id.repository(), application, id.environment());
      if (promoted.test(member)) {
        members.add(member);
      }
    }
    return List.copyOf(members);
  }
}
