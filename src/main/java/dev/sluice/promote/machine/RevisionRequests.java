package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Entry.Kind;
import dev.sluice.promote.ledger.Standing;
import dev.sluice.promote.machine.Decision.Result;
import dev.sluice.promote.machine.Entries.About;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Requests that bring a revision on its way: each makes one promotion, named after it. */
final class RevisionRequests {

  private RevisionRequests() {}

  static void promote(Work work, Request request, Kind kind) {
    String id = Ids.of(work.facts().target(), request);
    if (work.find(id).isEmpty()) {
      if (!(work.facts().requested().get(request.id()) instanceof Offer.Of(Candidate candidate))) {
        Requests.refuse(work, request, unknown(work, request));
        return;
      }
      Optional<String> obstacle = obstacle(work, candidate, kind, request);
      if (obstacle.isPresent()) {
        Requests.refuse(work, request, obstacle.get());
        return;
      }
      Edit edit =
          Edit.of(Arrivals.promotion(work, id, candidate, kind, 1, request.by(), request.reason()));
      Hotfixes.lacking(work, candidate.commit())
          .forEach(
              hotfix -> edit.skip(Hotfixes.CONTAINED + hotfix, "overridden by " + request.by()));
      work.put(edit.done());
    }
    work.answer(request, Result.DONE, "on its way as " + id);
  }

  /** Why a revision that a request names is none that could come. */
  static String unknown(Work work, Request request) {
    return work.facts().requested().get(request.id()) instanceof Offer.Unknown(String why)
        ? why
        : "commit \"%s\" is not known here".formatted(request.commit());
  }

  private static Optional<String> obstacle(
      Work work, Candidate candidate, Kind kind, Request request) {
    Standing standing = work.standing();
    Optional<Entry> veto = Vetoes.standing(work, candidate);
    if (veto.isPresent()) {
      return Optional.of(
          "what it renders to is %s; `sluice retry` lifts that".formatted(Vetoes.said(veto.get())));
    }
    if (standing.current().map(Entry::digest).filter(candidate.digest()::equals).isPresent()
        && standing.outcome().filter(Kind.REVOKED::equals).isEmpty()) {
      return Optional.of("what it renders to runs already");
    }
    String takenBack =
        kind == Kind.PROMOTE ? work.facts().objections().takenBack().get(candidate.commit()) : null;
    if (takenBack != null) {
      return Optional.of("it cannot come, because " + takenBack);
    }
    Optional<String> hotfix = Hotfixes.obstacle(work, candidate);
    if (hotfix.isPresent() && !request.overrides().contains(Request.Despite.HOTFIX)) {
      return hotfix;
    }
    return work.firmPin().map(pin -> Arrivals.pinned(pin) + "; `sluice unpin` first");
  }

  static void rollback(Work work, Request request) {
    String id = Ids.of(work.facts().target(), request);
    if (work.find(id).isEmpty()) {
      Standing standing = work.standing();
      Optional<Entry> to =
          request.release().isPresent()
              ? StandingRequests.verified(standing, request.release().getAsLong())
              : Rollbacks.lastGood(standing);
      if (to.isEmpty()) {
        Requests.refuse(work, request, nothingToGoBackTo(standing, request));
        return;
      }
      if (standing.current().map(Entry::digest).filter(to.get().digest()::equals).isPresent()) {
        Requests.refuse(
            work,
            request,
            "release %d is what runs; `sluice pin` keeps it".formatted(to.get().number()));
        return;
      }
      Optional<String> irreversible =
          Irreversible.since(work, to.get())
              .filter(done -> !request.overrides().contains(Request.Despite.IRREVERSIBLE));
      if (irreversible.isPresent()) {
        Requests.refuse(
            work,
            request,
            "%s: make sure that release %d works with what it left, then ask again with --override"
                    .formatted(irreversible.get(), to.get().number())
                + " irreversible");
        return;
      }
      Promotion rollback = Rollbacks.to(work, id, to.get(), request.by(), request.reason());
      String companion = work.facts().company().asked().get(request.id());
      work.put(companion == null ? rollback : Units.spare(rollback, companion));
    }
    endWhatIsUnderWay(work, request, id);
  }

  /** It cannot be aborted any more, so it has failed: because a person says so. */
  private static void endWhatIsUnderWay(Work work, Request request, String id) {
    if (work.open().stream().anyMatch(one -> one.state() == State.COMMITTING)) {
      work.later(); // whether it got into the ledger is known in a moment
      return;
    }
    Optional<Promotion> underWay =
        work.open().stream()
            .filter(one -> one.state().isAfterCommit() && !one.id().equals(id))
            .filter(one -> work.standing().outcome().isEmpty())
            .findFirst();
    if (underWay.isEmpty()) {
      work.answer(request, Result.DONE, "goes back as " + id);
    } else if (work.appends()) {
      work.later();
    } else {
      AfterCommit.fail(
          work,
          underWay.get(),
          request.by(),
          "taken back: " + request.reason(),
          Map.of(Entries.REQUEST, request.id()));
    }
  }

  private static String nothingToGoBackTo(Standing standing, Request request) {
    return (request.release().isPresent()
            ? "release %d was not verified here; ".formatted(request.release().getAsLong())
            : "there is nothing else to go back to; ")
        + StandingRequests.known(standing);
  }

  static void retry(Work work, Request request) {
    String id = Ids.of(work.facts().target(), request);
    if (work.find(id).isEmpty()) {
      Optional<Promotion> again =
          lastEnded(work, request)
              .map(last -> again(work, id, request, last))
              .or(() -> vetoedBefore(work, id, request));
      if (again.isEmpty()) {
        Requests.refuse(work, request, "nothing has failed that could be tried again");
        return;
      }
      Optional<Entry> pin = work.firmPin().filter(one -> again.get().kind() != Kind.ROLLBACK);
      if (pin.isPresent()) {
        Requests.refuse(work, request, Arrivals.pinned(pin.get()) + "; `sluice unpin` first");
        return;
      }
      work.put(again.get());
    }
    Promotion again = work.find(id).orElseThrow();
    if (!work.standing().vetoed().contains(again.digest()) || again.state().isTerminal()) {
      work.answer(request, Result.DONE, "on its way again as " + id);
    } else {
      StandingRequests.append(
          work,
          request,
          Kind.LIFT,
          new About(again.commit(), again.digest(), OptionalLong.empty()),
          Map.of());
    }
  }

  /** What a person vetoed before it was on its way has no promotion that ended. */
  private static Optional<Promotion> vetoedBefore(Work work, String id, Request request) {
    return work.facts().requested().get(request.id()) instanceof Offer.Of(Candidate candidate)
            && work.standing().vetoed().contains(candidate.digest())
        ? Optional.of(
            Arrivals.promotion(
                work, id, candidate, Kind.PROMOTE, 1, request.by(), request.reason()))
        : Optional.empty();
  }

  private static Optional<Promotion> lastEnded(Work work, Request request) {
    return work.all().stream()
        .filter(one -> one.state().isTerminal())
        .filter(one -> one.state() != State.SUCCEEDED && one.state() != State.SUPERSEDED)
        .filter(one -> request.commit().isEmpty() || one.commit().equals(request.commit()))
        .max(Comparator.comparing(Promotion::since));
  }

  private static Promotion again(Work work, String id, Request request, Promotion before) {
    int attempt = before.attempt() + 1;
    Promotion again =
        Arrivals.promotion(
            work,
            id,
            new Candidate(before.commit(), before.digest(), before.engine(), work.now(), "retry"),
            before.kind(),
            attempt,
            request.by(),
            request.reason());
    return before.about().isPresent() ? Edit.of(again).about(before.about()).done() : again;
  }
}
