package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.PromotionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Takes up what the ledger says and the promotions do not: an entry whose answer was lost, a
 * release whose resource was deleted, a release that somebody else wrote.
 */
final class Recovery {

  private Recovery() {}

  /** After that long the gates are asked again, even if the ledger stands as it stood. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  static void step(Work work) {
    for (Promotion promotion : work.open()) {
      if (promotion.state().isAfterCommit()) {
        replaced(work, promotion);
      } else {
        committed(work, promotion);
      }
    }
    work.standing().current().ifPresent(current -> missing(work, current));
    work.all().stream()
        .filter(promotion -> promotion.state() == State.SUCCEEDED)
        .filter(promotion -> isRevoked(work, promotion))
        .forEach(promotion ->
            work.put(
                Edit.of(promotion)
                    .state(State.REVOKED, work.now())
                    .message("does not count as verified any more; see the ledger")
                    .done()));
  }

  private static boolean isRevoked(Work work, Promotion promotion) {
    return work.history().stream()
        .takeWhile(entry -> entry.number() > promotion.release().orElse(Long.MAX_VALUE))
        .filter(entry -> entry.about().equals(promotion.release()))
        .filter(entry -> entry.kind() == Entry.Kind.VERIFIED || entry.kind() == Entry.Kind.REVOKED)
        .findFirst()
        .filter(entry -> entry.kind() == Entry.Kind.REVOKED)
        .isPresent();
  }

  /** Another release runs by now: what this one waited for is no longer there. */
  private static void replaced(Work work, Promotion promotion) {
    long current = work.base();
    if (promotion.release().isPresent() && promotion.release().getAsLong() != current) {
      work.put(
          Edit.of(promotion)
              .state(State.SUPERSEDED, work.now())
              .message("release %d runs instead".formatted(current))
              .done());
    }
  }

  private static void committed(Work work, Promotion promotion) {
    Optional<Entry> entry =
        work.history().stream()
            .takeWhile(one -> one.number() > promotion.base())
            .filter(one -> one.kind().effect() == Entry.Effect.RELEASE)
            .filter(one -> one.promotion().equals(promotion.id()))
            .findFirst();
    if (entry.isPresent()) {
      recorded(work, promotion, entry.get());
    } else if (promotion.state() == State.COMMITTING) {
      again(work, promotion);
    }
  }

  /** Its entry is in: it runs, unless another daemon has released something else by now. */
  private static void recorded(Work work, Promotion promotion, Entry entry) {
    Promotion released =
        Edit.of(promotion)
            .state(State.APPLYING, work.now())
            .message("release %d is in the ledger".formatted(entry.number()))
            .release(entry.number())
            .intent(Optional.empty())
            .deadline(Optional.of(deadline(work, entry.at())))
            .done();
    work.put(released);
    replaced(work, released);
  }

  /** Its entry is not in: the same one is tried again, unless what it was decided from is old. */
  private static void again(Work work, Promotion promotion) {
    boolean stands = promotion.intent().filter(work.facts().ledger().tip()::equals).isPresent();
    boolean fresh =
        promotion.policy().equals(work.facts().policyCommit())
            && work.now().isBefore(promotion.since().plus(FRESH));
    boolean backed = !work.facts().objections().takenBack().containsKey(promotion.commit());
    // What a unit had begun to record may be there in part only: all of it is asked again.
    boolean alone = work.facts().company().equals(Company.ALONE);
    if (alone && stands && fresh && backed && work.facts().freeze().isEmpty()) {
      Committing.append(work, promotion);
    } else {
      work.put(
          Edit.of(promotion)
              .state(State.GATING, work.now())
              .message("it was not recorded: the gates are asked again")
              .intent(Optional.empty())
              .done());
    }
  }

  private static Instant deadline(Work work, Instant from) {
    PromotionPolicy policy = work.facts().policy();
    return from.plus(policy.deadline()).plus(PhaseSteps.time(policy));
  }

  private static void missing(Work work, Entry current) {
    boolean open =
        work.standing().outcome().map(outcome -> outcome == Entry.Kind.FAILED).orElse(true);
    boolean known =
        work.all().stream()
            .anyMatch(
                one -> one.release().isPresent() && one.release().getAsLong() == current.number());
    if (!open || known) {
      return;
    }
    work.put(from(work, current));
  }

  /** The promotion of a release, as far as its entry tells. */
  static Promotion from(Work work, Entry current) {
    return new Promotion(
        current.promotion().isEmpty()
            ? Ids.of(work.facts().target(), current.digest(), current.kind(), 0, 1)
            : current.promotion(),
        work.facts().target(),
        current.kind(),
        current.commit(),
        current.digest(),
        current.details().getOrDefault(Entry.ENGINE, ""),
        0,
        current.about(),
        current.policy(),
        current.by(),
        current.reason(),
        1,
        current.at(),
        State.APPLYING,
        work.now(),
        "taken up from the ledger",
        current.gates(),
        current.approvals(),
        Map.copyOf(current.skipped()),
        OptionalLong.of(current.number()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        // How long it stalled is not known: it gets all of its time again.
        Optional.of(deadline(work, work.now())),
        Optional.empty());
  }
}
