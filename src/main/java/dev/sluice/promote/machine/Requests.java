package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.machine.Decision.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
      case PROMOTE -> RevisionRequests.promote(work, request, Entry.Kind.PROMOTE);
      case HOTFIX -> RevisionRequests.promote(work, request, Entry.Kind.HOTFIX);
      case ROLLBACK -> RevisionRequests.rollback(work, request);
      case RETRY -> RevisionRequests.retry(work, request);
      case ABORT -> abort(work, request);
      case RESUME -> resume(work, request);
      case FAIL -> fail(work, request);
      case PIN -> StandingRequests.pin(work, request);
      case UNPIN -> StandingRequests.unpin(work, request);
      case VETO -> StandingRequests.veto(work, request);
      case REVOKE -> StandingRequests.revoke(work, request);
      case FREEZE -> StandingRequests.freeze(work, request);
      case UNFREEZE -> StandingRequests.unfreeze(work, request);
      case DRILL, FAILOVER, FAILBACK ->
          refuse(work, request, "it is about a whole environment: leave out the application");
      case ACKNOWLEDGE ->
          refuse(
              work,
              request,
              "a ledger is acknowledged for the whole environment: leave out the application");
    }
  }

  private static void abort(Work work, Request request) {
    String message = "%s: %s".formatted(request.by(), request.reason());
    List<Promotion> waiting =
        work.open().stream()
            .filter(one -> one.state().isBeforeCommit())
            .filter(one -> request.commit().isEmpty() || one.commit().equals(request.commit()))
            .toList();
    waiting.forEach(one ->
        work.put(
            Edit.of(one)
                .state(State.ABORTED, work.now())
                .message(message)
                .recheckAt(Optional.empty())
                .done()));
    boolean before =
        work.all().stream()
            .filter(one -> one.state() == State.ABORTED && one.message().equals(message))
            .anyMatch(one -> !one.since().isBefore(request.at()));
    if (before) {
      work.answer(request, Result.DONE, "aborted");
    } else {
      refuse(
          work,
          request,
          "nothing waits that could be aborted; `sluice rollback` takes back what runs");
    }
  }

  private static void resume(Work work, Request request) {
    String why = "resumed by %s: %s".formatted(request.by(), request.reason());
    Optional<Promotion> paused =
        work.open().stream().filter(one -> one.state() == State.PAUSED).findFirst();
    if (paused.isPresent()) {
      Edit edit = Edit.of(paused.get()).state(State.VERIFYING, work.now()).message(why);
      paused.get().gates().stream()
          .filter(result -> result.verdict() == Verdict.INCONCLUSIVE)
          .forEach(result -> edit.skip(result.gate(), why));
      work.put(edit.done());
    }
    boolean done =
        work.all().stream()
            .filter(one -> !one.since().isBefore(request.at()))
            .anyMatch(one -> one.skipped().containsValue(why));
    if (done) {
      work.answer(request, Result.DONE, "resumed");
    } else {
      refuse(work, request, "nothing is paused; `sluice promotions` shows what is on its way");
    }
  }

  private static void fail(Work work, Request request) {
    Optional<Promotion> running =
        work.open().stream().filter(one -> one.state().isAfterCommit()).findFirst();
    if (running.isEmpty() || work.standing().outcome().isPresent()) {
      refuse(work, request, "nothing is under way; `sluice revoke` takes back a verified release");
    } else if (work.appends()) {
      work.later();
    } else {
      AfterCommit.fail(
          work,
          running.get(),
          request.by(),
          request.reason(),
          Map.of(Entries.REQUEST, request.id()));
    }
  }

  /** What was asked for is answered once it is in the ledger; asked again, it is not done again. */
  private static boolean isInLedger(Work work, Request request) {
    return work.history().stream()
        .anyMatch(entry -> request.id().equals(entry.details().get(Entries.REQUEST)));
  }

  static void refuse(Work work, Request request, String why) {
    work.answer(request, Result.REFUSED, why);
  }
}
