package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.Freezes;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What people ask for about a whole environment. */
public final class EnvironmentRequests {

  private static final String ALL = "";

  private EnvironmentRequests() {}

  /** What is to be done about them: entries for the environment, answers to those that are in. */
  public static Decision decide(
      Instant now, String environment, LedgerState ledger, List<Request> requests) {
    Map<String, Decision.Answered> answered = new HashMap<>();
    List<Entry> append = new ArrayList<>();
    for (Request request : requests) {
      if (isInLedger(ledger, request)) {
        answered.put(
            request.id(),
            new Decision.Answered(Decision.Result.DONE, "done, and recorded in the ledger"));
        continue;
      }
      Optional<Entry.Kind> kind = kind(request, ledger, now);
      if (kind.isPresent()) {
        append.add(entry(request, kind.get(), environment, ledger.next(ALL) + append.size()));
      } else {
        answered.put(
            request.id(),
            new Decision.Answered(Decision.Result.REFUSED, refusal(request, environment, now)));
      }
    }
    return new Decision(
        List.of(),
        append,
        answered,
        Map.of(),
        append.isEmpty() ? Optional.empty() : Optional.of(now.plusSeconds(5)));
  }

  /** That a person vouches for a ledger, as they asked for. */
  public static Ledger.Acknowledgement acknowledgement(Request request) {
    return new Ledger.Acknowledgement(
        request.by(), request.at(), request.reason(), Map.of(Entries.REQUEST, request.id()));
  }

  private static Optional<Entry.Kind> kind(Request request, LedgerState ledger, Instant now) {
    return switch (request.action()) {
      case FREEZE ->
          StandingRequests.wrongFreeze(request, now).isEmpty()
              ? Optional.of(Entry.Kind.FREEZE)
              : Optional.empty();
      case UNFREEZE ->
          Freezes.inForce(ledger, ALL, now).isPresent()
              ? Optional.of(Entry.Kind.UNFREEZE)
              : Optional.empty();
      // One that somebody else wrote to never comes here: see the reading of it.
      case ACKNOWLEDGE,
          PROMOTE,
          HOTFIX,
          ROLLBACK,
          ABORT,
          RESUME,
          FAIL,
          RETRY,
          PIN,
          UNPIN,
          VETO,
          REVOKE,
          DRILL,
          FAILOVER,
          FAILBACK ->
          Optional.empty();
    };
  }

  private static String refusal(Request request, String environment, Instant now) {
    return switch (request.action()) {
      case FREEZE -> StandingRequests.wrongFreeze(request, now).orElse("not possible");
      case UNFREEZE -> environment + " is not frozen as a whole";
      case ACKNOWLEDGE -> "nobody but Sluice wrote to the ledger of " + environment;
      case DRILL, FAILOVER, FAILBACK -> environment + " is no standby";
      case PROMOTE, HOTFIX, ROLLBACK, ABORT, RESUME, FAIL, RETRY, PIN, UNPIN, VETO, REVOKE ->
          "name the application that it is about";
    };
  }

  private static Entry entry(Request request, Entry.Kind kind, String environment, long number) {
    Map<String, String> details = new TreeMap<>();
    details.put(Entries.REQUEST, request.id());
    if (kind == Entry.Kind.FREEZE) {
      details.put(Freezes.LEVEL, Integer.toString(request.level()));
    }
    return new Entry(
        number,
        kind,
        ALL,
        environment,
        request.at(),
        "",
        "",
        OptionalLong.empty(),
        List.of(),
        List.of(),
        Map.of(),
        "",
        "",
        request.by(),
        request.reason(),
        request.until(),
        Map.copyOf(details));
  }

  private static boolean isInLedger(LedgerState ledger, Request request) {
    return ledger.history(ALL).stream()
        .anyMatch(entry -> request.id().equals(entry.details().get(Entries.REQUEST)));
  }
}
