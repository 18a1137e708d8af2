package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** From what could come next to what is on its way. */
final class Arrivals {

  private Arrivals() {}

  static void step(Work work) {
    takenBack(work);
    switch (work.facts().offer()) {
      case Offer.Of(Candidate candidate) -> arrived(work, candidate);
      case Offer.Nothing() ->
          withdraw(work, "it is not offered any more: see the environment before");
      case Offer.Unknown(String why) -> {} // what is on its way stays there
    }
  }

  /** Upstream does not stand behind it any more: all of it goes back, not only the newest. */
  private static void takenBack(Work work) {
    for (Promotion promotion : work.open()) {
      String why = work.facts().objections().takenBack().get(promotion.commit());
      if (why != null
          && promotion.state().isBeforeCommit()
          && promotion.kind() == Entry.Kind.PROMOTE) {
        work.put(
            Edit.of(promotion)
                .state(State.SUPERSEDED, work.now())
                .message("taken back, because " + why)
                .recheckAt(Optional.empty())
                .done());
      }
    }
  }

  private static void arrived(Work work, Candidate candidate) {
    if (work.facts().objections().takenBack().containsKey(candidate.commit())) {
      return; // verified once, and failed in a later try: it would be withdrawn at once, for ever
    }
    Optional<Entry> veto = Vetoes.standing(work, candidate);
    if (veto.isPresent()) {
      withdraw(
          work,
          "what %s renders to is %s; `sluice retry` lifts that"
              .formatted(candidate.commit(), Vetoes.said(veto.get())));
      return;
    }
    Optional<Entry> pin = work.firmPin();
    if (pin.isPresent()) {
      pin.get().until().ifPresent(work::recheck);
      withdraw(work, pinned(pin.get()));
      return;
    }
    Optional<Promotion> same =
        work.open().stream().filter(one -> one.digest().equals(candidate.digest())).findFirst();
    if (same.isPresent()) {
      merge(work, same.get(), candidate);
      return;
    }
    String id =
        Ids.of(work.facts().target(), candidate.digest(), Entry.Kind.PROMOTE, work.base(), 1);
    Optional<Promotion> before = work.find(id);
    if (before.filter(one -> one.state() != State.SUPERSEDED).isEmpty()) {
      work.put(
          promotion(
              work,
              id,
              candidate,
              Entry.Kind.PROMOTE,
              1,
              Entry.DAEMON,
              "from " + candidate.upstreamRelease()));
    }
  }

  /** A promotion of a candidate that waits for its turn. */
  static Promotion promotion(
      Work work,
      String id,
      Candidate candidate,
      Entry.Kind kind,
      int attempt,
      String by,
      String reason) {
    Facts facts = work.facts();
    return new Promotion(
        id,
        facts.target(),
        kind,
        candidate.commit(),
        candidate.digest(),
        candidate.engine(),
        work.base(),
        OptionalLong.empty(),
        facts.policyCommit(),
        by,
        reason,
        attempt,
        work.now(),
        State.PENDING,
        work.now(),
        "waits for its turn",
        List.of(),
        List.of(),
        Map.of(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A newer commit that would run the very same: what was said about it still counts. */
  private static void merge(Work work, Promotion promotion, Candidate candidate) {
    if (promotion.state().isBeforeCommit() && promotion.kind() == Entry.Kind.PROMOTE) {
      work.put(Edit.of(promotion).commit(candidate.commit()).done());
    }
  }

  /** Why nothing new may come. */
  static String pinned(Entry pin) {
    return "release %d is pinned by %s (%s)%s"
        .formatted(
            pin.about().orElse(0),
            pin.by(),
            pin.reason(),
            pin.until().map(until -> " until " + until).orElse(""));
  }

  /** Ends what came by itself and is not in the ledger yet. */
  private static void withdraw(Work work, String why) {
    for (Promotion promotion : work.open()) {
      if (promotion.state().isBeforeCommit()
          && promotion.kind() == Entry.Kind.PROMOTE
          && promotion.requestedBy().equals(Entry.DAEMON)) {
        work.put(
            Edit.of(promotion)
                .state(State.SUPERSEDED, work.now())
                .message(why)
                .recheckAt(Optional.empty())
                .done());
      }
    }
  }
}
