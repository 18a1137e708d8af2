package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Entry.Kind;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.Freezes;
import dev.sluice.promote.ledger.Standing;
import dev.sluice.promote.machine.Decision.Result;
import dev.sluice.promote.machine.Entries.About;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What people ask for about one target: carried out once, or refused with the reason. */
final class Requests {

  private Requests() {}

  static void step(Work work) {
    for (Request request : work.facts().requests()) {
      if (isInLedger(work, request)) {
        work.answer(request, Result.DONE, "done, and recorded in the ledger");
      } else {
        answer(work, request);
      }
    }
  }

  private static void answer(Work work, Request request) {
    switch (request.action()) {
      case PROMOTE -> promote(work, request, Kind.PROMOTE);
      case HOTFIX -> promote(work, request, Kind.HOTFIX);
      case ROLLBACK -> rollback(work, request);
      case ABORT -> abort(work, request);
      case RESUME -> resume(work, request);
      case FAIL -> fail(work, request);
      case RETRY -> retry(work, request);
      case PIN -> pin(work, request);
      case UNPIN -> unpin(work, request);
      case REVOKE -> revoke(work, request);
      case FREEZE ->
          append(
              work,
              request,
              Kind.FREEZE,
              About.NOTHING,
              Map.of(Freezes.LEVEL, Integer.toString(request.level())));
      case UNFREEZE -> unfreeze(work, request);
      case ACKNOWLEDGE -> refuse(work, request, "a ledger is acknowledged for a whole environment");
    }
  }

  private static void promote(Work work, Request request, Kind kind) {
    Candidate candidate = work.facts().requested().get(request.id());
    if (candidate == null) {
      refuse(
          work,
          request,
          "commit \"%s\" is not known here, or cannot be rendered for %s"
              .formatted(request.commit(), work.facts().target().environment()));
      return;
    }
    if (work.standing()
        .current()
        .map(Entry::digest)
        .filter(candidate.digest()::equals)
        .isPresent()) {
      refuse(work, request, "what it renders to runs already");
      return;
    }
    if (work.standing().vetoed().contains(candidate.digest())) {
      refuse(
          work, request, "what it renders to has failed here; `sluice retry` lifts the veto on it");
      return;
    }
    Promotion promotion =
        Arrivals.promotion(work, candidate, kind, 1, request.by(), request.reason());
    Optional<Promotion> before = work.find(promotion.id());
    if (before
        .filter(one -> one.state().isTerminal() && one.state() != State.SUPERSEDED)
        .isPresent()) {
      promotion =
          Arrivals.promotion(
              work, candidate, kind, before.get().attempt() + 1, request.by(), request.reason());
    }
    if (work.find(promotion.id()).filter(one -> !one.state().isTerminal()).isEmpty()) {
      work.put(promotion);
    }
    work.answer(request, Result.DONE, "on its way as " + promotion.id());
  }

  private static void rollback(Work work, Request request) {
    Standing standing = work.standing();
    Optional<Entry> to =
        request.release().isPresent()
            ? standing.verified().stream()
                .filter(entry -> entry.number() == request.release().getAsLong())
                .findFirst()
            : Rollbacks.lastGood(standing);
    if (to.isEmpty()) {
      refuse(work, request, nothingToGoBackTo(standing, request));
      return;
    }
    if (standing.current().map(Entry::digest).filter(to.get().digest()::equals).isPresent()) {
      refuse(work, request, "release %d is what runs".formatted(to.get().number()));
      return;
    }
    Promotion rollback = Rollbacks.to(work, to.get(), request.by(), request.reason());
    if (work.find(rollback.id()).isEmpty()) {
      work.put(rollback);
    }
    // What is under way cannot be aborted any more: it has failed, because a person says so.
    work.open().stream()
        .filter(one -> one.state().isAfterCommit())
        .forEach(one ->
            work.put(
                Edit.of(one)
                    .state(State.FAILED, work.now())
                    .message("%s took it back: %s".formatted(request.by(), request.reason()))
                    .done()));
    work.answer(
        request,
        Result.DONE,
        "goes back to release %d as %s".formatted(to.get().number(), rollback.id()));
  }

  private static String nothingToGoBackTo(Standing standing, Request request) {
    String known =
        standing.verified().isEmpty()
            ? "no release was verified here"
            : "verified here: "
                + String.join(
                    ", ", standing.verified().stream().map(entry -> entry.number() + "").toList());
    return request.release().isPresent()
        ? "release %d was not verified here; %s".formatted(request.release().getAsLong(), known)
        : "there is nothing else to go back to; " + known;
  }

  private static void abort(Work work, Request request) {
    List<Promotion> waiting =
        work.open().stream()
            .filter(one -> one.state().isBeforeCommit())
            .filter(one -> request.commit().isEmpty() || one.commit().equals(request.commit()))
            .toList();
    waiting.forEach(one ->
        work.put(
            Edit.of(one)
                .state(State.ABORTED, work.now())
                .message("%s: %s".formatted(request.by(), request.reason()))
                .recheckAt(Optional.empty())
                .done()));
    if (waiting.isEmpty()) {
      refuse(
          work,
          request,
          "nothing waits that could be aborted; `sluice rollback` takes back what runs");
    } else {
      work.answer(request, Result.DONE, waiting.size() + " aborted");
    }
  }

  private static void resume(Work work, Request request) {
    Optional<Promotion> paused = inState(work, State.PAUSED);
    if (paused.isEmpty()) {
      refuse(work, request, "nothing is paused");
      return;
    }
    Edit edit = Edit.of(paused.get()).state(State.VERIFYING, work.now());
    paused.get().gates().stream()
        .filter(result -> result.verdict() == Verdict.INCONCLUSIVE)
        .forEach(result ->
            edit.skip(
                result.gate(), "resumed by %s: %s".formatted(request.by(), request.reason())));
    work.put(edit.message("resumed by " + request.by()).done());
    work.answer(request, Result.DONE, "resumed");
  }

  private static void fail(Work work, Request request) {
    Optional<Promotion> running =
        work.open().stream().filter(one -> one.state().isAfterCommit()).findFirst();
    if (running.isEmpty() || work.standing().outcome().isPresent()) {
      refuse(work, request, "nothing is under way; `sluice revoke` takes back a verified release");
      return;
    }
    AfterCommit.fail(
        work, running.get(), request.by(), request.reason(), Map.of(Entries.REQUEST, request.id()));
  }

  private static void retry(Work work, Request request) {
    Optional<Promotion> last =
        work.all().stream()
            .filter(one -> one.state().isTerminal())
            .filter(one -> one.state() != State.SUCCEEDED && one.state() != State.SUPERSEDED)
            .filter(one -> request.commit().isEmpty() || one.commit().equals(request.commit()))
            .max(Comparator.comparing(Promotion::since));
    if (last.isEmpty()) {
      refuse(work, request, "nothing has failed that could be tried again");
      return;
    }
    Promotion failed = last.get();
    Candidate candidate =
        new Candidate(failed.commit(), failed.digest(), failed.engine(), work.now(), "retry");
    Promotion again =
        Arrivals.promotion(
            work,
            candidate,
            failed.kind() == Kind.HOTFIX ? Kind.HOTFIX : Kind.PROMOTE,
            failed.attempt() + 1,
            request.by(),
            request.reason());
    if (work.find(again.id()).isEmpty()) {
      work.put(again);
    }
    if (work.standing().vetoed().contains(failed.digest())) {
      append(
          work,
          request,
          Kind.LIFT,
          new About(failed.commit(), failed.digest(), failed.release()),
          Map.of());
    } else {
      work.answer(request, Result.DONE, "on its way again as " + again.id());
    }
  }

  private static void pin(Work work, Request request) {
    Optional<Entry> current = work.standing().current();
    if (current.isEmpty()) {
      refuse(work, request, "nothing runs here that could be pinned");
    } else {
      append(work, request, Kind.PIN, About.of(current.get()), Map.of());
    }
  }

  private static void unpin(Work work, Request request) {
    if (work.standing().pin().isEmpty()) {
      refuse(work, request, "nothing is pinned");
    } else {
      append(work, request, Kind.UNPIN, About.of(work.standing().pin().get()), Map.of());
    }
  }

  private static void unfreeze(Work work, Request request) {
    boolean own =
        work.facts().freeze().filter(freeze -> !freeze.application().isEmpty()).isPresent();
    if (own) {
      append(work, request, Kind.UNFREEZE, About.NOTHING, Map.of());
    } else {
      refuse(work, request, "this application is not frozen by itself");
    }
  }

  private static void revoke(Work work, Request request) {
    Standing standing = work.standing();
    Optional<Entry> release =
        request.release().isPresent()
            ? standing.verified().stream()
                .filter(entry -> entry.number() == request.release().getAsLong())
                .findFirst()
            : standing.current().filter(current -> standing.isVerified());
    if (release.isEmpty()) {
      refuse(work, request, "that release is not verified");
    } else {
      append(work, request, Kind.REVOKED, About.of(release.get()), Map.of());
    }
  }

  private static void append(
      Work work, Request request, Kind kind, About about, Map<String, String> details) {
    Map<String, String> all = new TreeMap<>(details);
    all.put(Entries.REQUEST, request.id());
    work.append(
        Entries.policy(
            work,
            kind,
            request.at(),
            about,
            request.by(),
            request.reason(),
            request.until(),
            Map.copyOf(all)));
    work.recheck(work.now().plusSeconds(5));
  }

  private static Optional<Promotion> inState(Work work, State state) {
    return work.open().stream().filter(one -> one.state() == state).findFirst();
  }

  /** What was asked for is answered once it is in the ledger; asked again, it is not done again. */
  private static boolean isInLedger(Work work, Request request) {
    return work.facts().ledger().history(work.facts().target().application()).stream()
        .anyMatch(entry -> request.id().equals(entry.details().get(Entries.REQUEST)));
  }

  private static void refuse(Work work, Request request, String why) {
    work.answer(request, Result.REFUSED, why);
  }
}
