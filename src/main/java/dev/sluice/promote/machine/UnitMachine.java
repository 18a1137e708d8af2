package dev.sluice.promote.machine;

import dev.sluice.model.TargetId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what happens next to applications that travel as one unit: each by its own state machine,
 * and what is recorded of several of them at once. Nothing of a unit is recorded in part.
 */
public final class UnitMachine {

  private UnitMachine() {}

  /** What commits render to. */
  @FunctionalInterface
  public interface Renders {

    /** The digest of what a commit renders to for a target; empty when it cannot be rendered. */
    Optional<String> digest(TargetId target, String commit);
  }

  /**
   * What is to be done now, for each member. While a decision asks for gates, nothing of it is to
   * be carried out: it is made again with their answers.
   *
   * @param members facts of the same moment, from the same ledger
   * @param renders answers the same all the while
   */
  public static Map<TargetId, Decision> decide(List<Facts> members, Renders renders) {
    Members all = new Members(members, renders);
    CompanionRequests requests = CompanionRequests.of(all);
    Map<TargetId, Work> each = works(requests, all, Map.of());
    if (each.values().stream().anyMatch(Work::asks)) {
      return decisions(each, requests);
    }
    Map<String, String> refused = requests.refused(each);
    if (!refused.isEmpty()) {
      requests = requests.without(refused);
      each = works(requests, all, Map.of());
    }
    Map<TargetId, Work> together = works(requests, all, Companies.of(all, each, requests));
    return decisions(isWhole(each, together) ? together : each, requests);
  }

  private static Map<TargetId, Work> works(
      CompanionRequests requests, Members all, Map<TargetId, Company> companies) {
    Map<TargetId, Work> works = new LinkedHashMap<>();
    for (Facts facts : requests.members()) {
      Company company =
          companies.getOrDefault(
              facts.target(),
              Company.undecided(requests.asked(facts.target()), all.kept(facts.target())));
      works.put(facts.target(), PromotionMachine.work(facts.with(company)));
    }
    return works;
  }

  /** Whether all that was ready is recorded, or nothing of it: the last guard of the unit. */
  private static boolean isWhole(Map<TargetId, Work> each, Map<TargetId, Work> together) {
    Set<String> units = new HashSet<>();
    List<TargetId> missing = new ArrayList<>();
    together.forEach((target, work) -> {
      String unit = work.facts().company().unit();
      boolean goes = !unit.isEmpty() && work.facts().company().notYet().isEmpty();
      if (goes) {
        units.add(unit);
        boolean recorded =
            work.appended().stream()
                .anyMatch(entry -> unit.equals(entry.details().get(Units.NAME)));
        if (!recorded) {
          missing.add(target);
        }
      }
    });
    return units.isEmpty() || missing.isEmpty();
  }

  private static Map<TargetId, Decision> decisions(
      Map<TargetId, Work> works, CompanionRequests requests) {
    Map<TargetId, Decision> decisions = new LinkedHashMap<>();
    works.forEach((target, work) -> decisions.put(target, requests.answered(target, work.done())));
    return decisions;
  }
}
