package dev.sluice.promote.machine;

import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What people ask about one member and concerns all: to go back, and to revoke. Companions get the
 * same request, about their own releases; the answer is that of the member it was made about.
 */
final class CompanionRequests {

  private final List<Facts> members;
  private final Map<TargetId, Map<String, String>> asked;
  private final Map<String, String> refused;

  private CompanionRequests(
      List<Facts> members, Map<TargetId, Map<String, String>> asked, Map<String, String> refused) {
    this.members = members;
    this.asked = asked;
    this.refused = refused;
  }

  static CompanionRequests of(Members all) {
    Map<TargetId, List<Request>> requests = new LinkedHashMap<>();
    Map<TargetId, Map<String, String>> asked = new HashMap<>();
    all.all().forEach(one -> requests.put(one.target(), new ArrayList<>(one.requests())));
    for (Facts member : all.all()) {
      for (Request request : member.requests()) {
        for (Facts companion : all.all()) {
          if (!companion.target().equals(member.target())) {
            about(all, member, request, companion)
                .ifPresent(same -> {
                  Objects.requireNonNull(requests.get(companion.target())).add(same);
                  asked
                      .computeIfAbsent(companion.target(), target -> new HashMap<>())
                      .put(same.id(), member.target().application());
                });
          }
        }
      }
    }
    List<Facts> with =
        all.all().stream()
            .map(one ->
                one.with(
                    one.offer(), List.copyOf(Objects.requireNonNull(requests.get(one.target())))))
            .toList();
    return new CompanionRequests(with, asked, Map.of());
  }

  List<Facts> members() {
    return members;
  }

  /** Those that were made about a companion, by id: which one. */
  Map<String, String> asked(TargetId member) {
    return asked.getOrDefault(member, Map.of());
  }

  /** Those that a companion cannot carry out, by id: why. */
  Map<String, String> refused(Map<TargetId, Work> works) {
    Map<String, String> found = new HashMap<>();
    works.forEach((target, work) ->
        work.done()
            .answered()
            .forEach((id, answer) -> {
              if (asked(target).containsKey(id) && answer.result() == Decision.Result.REFUSED) {
                found.put(
                    id,
                    "%s, which goes with it: %s".formatted(target.application(), answer.message()));
              }
            }));
    return found;
  }

  /** The same without those that are refused as a whole. */
  CompanionRequests without(Map<String, String> ids) {
    List<Facts> left =
        members.stream()
            .map(one ->
                one.with(
                    one.offer(),
                    one.requests().stream()
                        .filter(request -> !ids.containsKey(request.id()))
                        .toList()))
            .toList();
    return new CompanionRequests(left, asked, ids);
  }

  /** A decision with the answers that are its own. */
  Decision answered(TargetId target, Decision decision) {
    Map<String, Decision.Answered> answers = new LinkedHashMap<>(decision.answered());
    answers.keySet().removeAll(asked(target).keySet());
    members.stream()
        .map(Facts::target)
        .findFirst()
        .filter(target::equals)
        .ifPresent(first ->
            refused.forEach(
                (id, why) -> answers.put(id, new Decision.Answered(Decision.Result.REFUSED, why))));
    return new Decision(
        decision.promotions(),
        decision.append(),
        Map.copyOf(answers),
        decision.ask(),
        decision.recheckAt());
  }

  private static Optional<Request> about(
      Members all, Facts member, Request request, Facts companion) {
    Work own = all.begun(member.target());
    Work other = all.begun(companion.target());
    return switch (request.action()) {
      case ROLLBACK -> rollback(own, request, other);
      case REVOKE -> revoked(own, request, other);
      case PROMOTE,
          HOTFIX,
          ABORT,
          RESUME,
          FAIL,
          RETRY,
          PIN,
          UNPIN,
          VETO,
          FREEZE,
          UNFREEZE,
          ACKNOWLEDGE,
          DRILL,
          FAILOVER,
          FAILBACK ->
          Optional.empty();
    };
  }

  /** To what ran verified when the release did that is gone back to. */
  private static Optional<Request> rollback(Work own, Request request, Work companion) {
    if (own.find(Ids.of(own.facts().target(), request)).isPresent()
        && companion.find(Ids.of(companion.facts().target(), request)).isPresent()) {
      return Optional.of(numbered(request, request.release())); // both are on their way
    }
    Optional<Entry> to =
        request.release().isPresent()
            ? StandingRequests.verified(own.standing(), request.release().getAsLong())
            : Rollbacks.lastGood(own.standing());
    return to.flatMap(release -> then(own, release, companion))
        .filter(entry -> !isCurrent(companion, entry))
        .map(entry -> numbered(request, OptionalLong.of(entry.number())));
  }

  private static Optional<Entry> then(Work own, Entry release, Work companion) {
    Optional<Entry> next =
        own.history().reversed().stream()
            .filter(entry -> entry.kind().effect() == Entry.Effect.RELEASE)
            .filter(entry -> entry.number() > release.number())
            .findFirst();
    return companion.standing().verified().stream()
        .filter(entry -> next.isEmpty() || isBefore(entry, next.get()))
        .findFirst();
  }

  /** What is recorded together is of the same moment, whatever the clocks say. */
  private static boolean isBefore(Entry entry, Entry next) {
    String unit = next.details().getOrDefault(Units.NAME, "");
    boolean together = !unit.isEmpty() && unit.equals(entry.details().get(Units.NAME));
    return !together && entry.at().isBefore(next.at());
  }

  private static boolean isCurrent(Work work, Entry entry) {
    return work.standing().current().filter(one -> one.digest().equals(entry.digest())).isPresent();
  }

  /** The part that a companion has in the release that is revoked. */
  private static Optional<Request> revoked(Work own, Request request, Work companion) {
    long number = request.release().orElse(own.base());
    Optional<String> unit =
        own.standing().verified().stream()
            .filter(entry -> entry.number() == number)
            .map(entry -> entry.details().get(Units.NAME))
            .findFirst();
    return unit.flatMap(name ->
            companion.standing().verified().stream()
                .filter(entry -> name.equals(entry.details().get(Units.NAME)))
                .findFirst())
        .map(entry -> numbered(request, OptionalLong.of(entry.number())));
  }

  private static Request numbered(Request request, OptionalLong release) {
    return new Request(
        request.id(),
        request.action(),
        request.by(),
        request.at(),
        request.reason(),
        request.commit(),
        release,
        request.level(),
        request.until(),
        request.overrides());
  }
}
