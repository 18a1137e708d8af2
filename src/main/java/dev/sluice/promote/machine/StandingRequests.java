package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Entry.Kind;
import dev.sluice.promote.Freezes;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.ledger.Standing;
import dev.sluice.promote.machine.Entries.About;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Requests that change what may happen next: each is one entry of the ledger, named in it. */
final class StandingRequests {

  private StandingRequests() {}

  static void pin(Work work, Request request) {
    Optional<Entry> current = work.standing().current();
    if (current.isEmpty()) {
      Requests.refuse(work, request, "nothing runs here that could be pinned");
    } else if (request.release().isPresent()
        && request.release().getAsLong() != current.get().number()) {
      Requests.refuse(
          work,
          request,
          "release %d runs, not %d; `sluice rollback` goes back to a release and pins it"
              .formatted(current.get().number(), request.release().getAsLong()));
    } else {
      append(work, request, Kind.PIN, About.of(current.get()), Map.of());
    }
  }

  static void unpin(Work work, Request request) {
    Optional<Entry> pin = work.pin();
    if (pin.isEmpty()) {
      Requests.refuse(work, request, "nothing is pinned");
    } else {
      append(
          work,
          request,
          Kind.UNPIN,
          new About(pin.get().commit(), pin.get().digest(), pin.get().about()),
          Map.of());
    }
  }

  static void veto(Work work, Request request) {
    if (!(work.facts().requested().get(request.id()) instanceof Offer.Of(Candidate candidate))) {
      Requests.refuse(work, request, RevisionRequests.unknown(work, request));
      return;
    }
    Optional<String> vetoed = Vetoes.standing(work, candidate).map(Vetoes::said);
    Optional<Entry> current =
        work.standing().current().filter(one -> one.digest().equals(candidate.digest()));
    if (vetoed.isPresent()) {
      Requests.refuse(work, request, "what it renders to is vetoed already: " + vetoed.get());
    } else if (current.isPresent()) {
      Requests.refuse(
          work,
          request,
          "what it renders to runs here, as release %d; `sluice rollback` takes it back and vetoes it"
              .formatted(current.get().number()));
    } else {
      append(
          work,
          request,
          Kind.VETO,
          new About(candidate.commit(), candidate.digest(), OptionalLong.empty()),
          Map.of());
    }
  }

  static void freeze(Work work, Request request) {
    Optional<String> wrong = wrongFreeze(request, work.now());
    if (wrong.isPresent()) {
      Requests.refuse(work, request, wrong.get());
    } else {
      append(
          work,
          request,
          Kind.FREEZE,
          About.NOTHING,
          Map.of(Freezes.LEVEL, Integer.toString(request.level())));
    }
  }

  /** What is missing in a freeze: one without an end or a reason is forgotten about. */
  static Optional<String> wrongFreeze(Request request, Instant now) {
    if (request.level() != 1 && request.level() != 2) {
      return Optional.of("a freeze has level 1 (no promotions) or 2 (nothing is written)");
    }
    if (request.reason().isBlank()) {
      return Optional.of("a freeze needs a reason");
    }
    if (request.until().isEmpty()) {
      return Optional.of("a freeze needs an end; it can be lifted before and set again after");
    }
    return request.until().filter(until -> !now.isBefore(until)).isPresent()
        ? Optional.of("it would have ended at " + request.until().get())
        : Optional.empty();
  }

  static void unfreeze(Work work, Request request) {
    String application = work.facts().target().application();
    LedgerState own = new LedgerState("", Map.of(application, work.history()));
    if (Freezes.inForce(own, application, work.now()).isPresent()) {
      append(work, request, Kind.UNFREEZE, About.NOTHING, Map.of());
    } else if (work.facts().freeze().isPresent()) {
      Requests.refuse(
          work,
          request,
          "all of %s is frozen: leave out the application"
              .formatted(work.facts().target().environment()));
    } else {
      Requests.refuse(work, request, "it is not frozen");
    }
  }

  static void revoke(Work work, Request request) {
    Standing standing = work.standing();
    Optional<Entry> release =
        request.release().isPresent()
            ? verified(standing, request.release().getAsLong())
            : standing.current().filter(current -> standing.isVerified());
    if (release.isEmpty()) {
      Requests.refuse(
          work,
          request,
          (request.release().isPresent()
                  ? "release %d does not count as verified; "
                      .formatted(request.release().getAsLong())
                  : "what runs here does not count as verified; ")
              + known(standing));
    } else {
      append(work, request, Kind.REVOKED, About.of(release.get()), Map.of());
    }
  }

  /** Which releases count as verified, for people. */
  static String known(Standing standing) {
    return standing.verified().isEmpty()
        ? "no release was verified here"
        : "verified here: "
            + standing.verified().stream()
                .map(entry -> Long.toString(entry.number()))
                .collect(Collectors.joining(", "));
  }

  /** A release that was verified and not revoked. */
  static Optional<Entry> verified(Standing standing, long number) {
    return standing.verified().stream().filter(entry -> entry.number() == number).findFirst();
  }

  /** Its entry; it is answered when that is in the ledger. One at a time. */
  static void append(
      Work work, Request request, Kind kind, About about, Map<String, String> details) {
    if (work.appends()) {
      work.later();
      return;
    }
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
}
