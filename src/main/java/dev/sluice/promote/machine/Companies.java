package dev.sluice.promote.machine;

import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What the members of a unit mean for each other, once each has said how it stands. */
final class Companies {

  private final Members all;
  private final Map<TargetId, Work> works;
  private final CompanionRequests requests;

  private Companies(Members all, Map<TargetId, Work> works, CompanionRequests requests) {
    this.all = all;
    this.works = works;
    this.requests = requests;
  }

  static Map<TargetId, Company> of(
      Members all, Map<TargetId, Work> works, CompanionRequests requests) {
    return new Companies(all, works, requests).companies();
  }

  private Map<TargetId, Company> companies() {
    Departure departure = Departure.next(all, works);
    Map<TargetId, Company> companies = new HashMap<>();
    for (TargetId target : works.keySet()) {
      boolean goes = departure.travellers().contains(target);
      companies.put(
          target,
          new Company(
              goes ? Optional.empty() : Optional.of(departure.waitsFor(target)),
              departure.refused(target),
              unproven(target),
              failed(target),
              stuck(target),
              goes ? departure.unit() : "",
              requests.asked(target),
              all.kept(target)));
    }
    return companies;
  }

  private List<Work> companions(TargetId target) {
    return works.entrySet().stream()
        .filter(one -> !one.getKey().equals(target))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Those whose running release was recorded together with that of a member. */
  private List<Work> sharing(TargetId target) {
    String unit = Units.current(Objects.requireNonNull(works.get(target)));
    return unit.isEmpty()
        ? List.of()
        : companions(target).stream().filter(one -> Units.current(one).equals(unit)).toList();
  }

  private Optional<String> unproven(TargetId target) {
    return sharing(target).stream()
        .filter(one -> !one.isProven() && !one.standing().isVerified())
        .findFirst()
        .map(one -> "waits for %s: %s".formatted(name(one), Departure.words(one)));
  }

  private Optional<Company.Failed> failed(TargetId target) {
    return sharing(target).stream().flatMap(one -> failure(one).stream()).findFirst();
  }

  /** What is wrong with a companion by its own fault, as the ledger says or is about to. */
  private static Optional<Company.Failed> failure(Work work) {
    List<Entry> newest = new ArrayList<>(work.history());
    work.appended().forEach(newest::addFirst);
    return newest.stream()
        .filter(entry -> entry.kind() == Entry.Kind.FAILED)
        .filter(entry -> entry.about().orElse(0) == work.base())
        .filter(entry -> !entry.details().containsKey(Units.COMPANION))
        .findFirst()
        .map(entry -> new Company.Failed(name(work), entry.reason()));
  }

  private Optional<String> stuck(TargetId target) {
    return sharing(target).stream()
        .flatMap(one ->
            Aftermath.obstacle(one)
                .map(why -> "%s, which goes with it: %s".formatted(name(one), why))
                .stream())
        .findFirst();
  }

  static String name(Work work) {
    return work.facts().target().application();
  }
}
