package dev.sluice.promote.machine;

import dev.sluice.fields.Digests;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which promotions of a unit are recorded next, together; and why the others are not. */
final class Departure {

  private static final int HASH = 10;

  private final Members all;
  private final Map<TargetId, Work> works;
  private final Map<TargetId, String> waits = new HashMap<>();
  private final Map<TargetId, String> refused = new HashMap<>();
  private Set<TargetId> travellers = Set.of();

  private Departure(Members all, Map<TargetId, Work> works) {
    this.all = all;
    this.works = works;
  }

  static Departure next(Members all, Map<TargetId, Work> works) {
    Departure departure = new Departure(all, works);
    if (works.values().stream().anyMatch(work -> back(work).isPresent())) {
      departure.back();
    } else {
      departure.forward();
    }
    return departure;
  }

  /** Those that are recorded now. */
  Set<TargetId> travellers() {
    return travellers;
  }

  /** The name of their commit; empty where one goes alone. */
  String unit() {
    if (travellers.size() < 2) {
      return "";
    }
    String ids =
        travellers.stream()
            .map(target -> work(target).ready().orElseThrow().id())
            .sorted()
            .collect(Collectors.joining("\n"));
    String hash = Digests.sha256(ids);
    return hash.substring(hash.indexOf(':') + 1).substring(0, HASH);
  }

  /** Why a member is not among them. */
  String waitsFor(TargetId target) {
    return waits.getOrDefault(target, "waits for its unit");
  }

  /** Why it never will be. */
  Optional<String> refused(TargetId target) {
    return Optional.ofNullable(refused.get(target));
  }

  /** How a member stands, for its companions. */
  static String words(Work work) {
    if (work.ready().isPresent() || work.isProven()) {
      return "it is ready with another revision";
    }
    return work.open().stream()
        .max(Comparator.comparing((Promotion one) -> one.state() != State.PENDING))
        .or(() -> work.all().stream().max(Comparator.comparing(Promotion::since)))
        .map(one -> "%s: %s".formatted(one.state().word(), one.message()))
        .orElse("nothing of it is on its way");
  }

  /** All that go back do so together, with all whose release they share. */
  private void back() {
    Set<TargetId> going = new HashSet<>();
    works.forEach((target, work) -> back(work).ifPresent(rollback -> going.add(target)));
    boolean together = true;
    for (TargetId target : going) {
      for (Map.Entry<TargetId, Work> other : works.entrySet()) {
        String unit = Units.current(work(target));
        boolean shares = !unit.isEmpty() && unit.equals(Units.current(other.getValue()));
        boolean ready = other.getValue().ready().filter(Departure::isBack).isPresent();
        if ((shares || going.contains(other.getKey())) && !ready) {
          together = false;
          if (!other.getKey().equals(target)) {
            block(target, other.getValue());
            ended(other.getValue(), isBackFrom(other.getValue().base()))
                .ifPresent(end -> refuse(target, other.getValue(), end));
          }
        }
      }
    }
    works.keySet().stream()
        .filter(target -> !going.contains(target))
        .forEach(target -> waits.put(target, "its unit goes back"));
    if (together) {
      travellers = going;
    }
  }

  /** The oldest whose companions are all ready to run the same commit, or run it already. */
  private void forward() {
    List<Map.Entry<TargetId, Work>> ready =
        works.entrySet().stream()
            .filter(one -> one.getValue().ready().isPresent())
            .sorted(
                Comparator.comparing((Map.Entry<TargetId, Work> one) ->
                        one.getValue().ready().orElseThrow().created())
                    .thenComparing(one -> one.getKey().application()))
            .toList();
    for (Map.Entry<TargetId, Work> one : ready) {
      Set<TargetId> with = new HashSet<>(Set.of(one.getKey()));
      boolean all = true;
      for (Map.Entry<TargetId, Work> other : works.entrySet()) {
        all &= other.getKey().equals(one.getKey()) || joins(one, other, with);
      }
      if (all && travellers.isEmpty()) {
        travellers = with;
      }
    }
  }

  /** Whether a companion is no obstacle: it travels too, or has no need to. */
  private boolean joins(
      Map.Entry<TargetId, Work> ready, Map.Entry<TargetId, Work> other, Set<TargetId> with) {
    Promotion promotion = ready.getValue().ready().orElseThrow();
    Work companion = other.getValue();
    Optional<String> digest = all.digest(other.getKey(), promotion.commit());
    if (digest.isEmpty()) {
      waits.put(
          ready.getKey(),
          "waits for %s: %s cannot be rendered for it"
              .formatted(Companies.name(companion), promotion.commit()));
      return false;
    }
    if (companion.ready().filter(one -> one.digest().equals(digest.get())).isPresent()) {
      with.add(other.getKey());
      return true;
    }
    boolean failed = companion.standing().outcome().filter(Entry.Kind.FAILED::equals).isPresent();
    boolean busy = companion.open().stream().anyMatch(one -> !one.state().isBeforeCommit());
    boolean same =
        companion.standing().current().filter(one -> one.digest().equals(digest.get())).isPresent();
    if (same && !failed && !busy) {
      return true;
    }
    block(ready.getKey(), companion);
    boolean comes = companion.open().stream().anyMatch(one -> one.digest().equals(digest.get()));
    if (!comes) {
      ended(companion, one -> one.digest().equals(digest.get()) && one.base() == companion.base())
          .filter(end -> !end.since().isBefore(promotion.created()))
          .ifPresent(end -> refuse(ready.getKey(), companion, end));
    }
    return false;
  }

  private Work work(TargetId target) {
    return Objects.requireNonNull(works.get(target));
  }

  private void block(TargetId target, Work companion) {
    waits.put(target, "waits for %s: %s".formatted(Companies.name(companion), words(companion)));
  }

  private void refuse(TargetId target, Work companion, Promotion end) {
    refused.put(
        target,
        "goes with %s, which is %s: %s"
            .formatted(Companies.name(companion), end.state().word(), end.message()));
  }

  /** The last one that was refused before it was recorded. */
  private static Optional<Promotion> ended(Work work, Predicate<Promotion> which) {
    return work.all().stream()
        .filter(one -> one.release().equals(OptionalLong.empty()) && which.test(one))
        .filter(one ->
            one.state() == State.REJECTED
                || one.state() == State.EXPIRED
                || one.state() == State.ABORTED)
        .max(Comparator.comparing(Promotion::since));
  }

  private static Predicate<Promotion> isBackFrom(long base) {
    return one -> isBack(one) && one.base() == base;
  }

  private static boolean isBack(Promotion promotion) {
    return promotion.kind() == Entry.Kind.ROLLBACK;
  }

  /** The way back that is not recorded yet. */
  private static Optional<Promotion> back(Work work) {
    return work.open().stream()
        .filter(one -> isBack(one) && one.state().isBeforeCommit())
        .findFirst();
  }
}
