package dev.sluice.promote.machine;

import dev.sluice.model.Health;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.PromotionPolicy.Reverify;
import dev.sluice.promote.Freezes;
import dev.sluice.promote.machine.Entries.About;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Looks at a verified release again where the policy says so. What is down for good, or fails a
 * gate twice in a row, does not count as verified any more; what cannot be found out changes
 * nothing.
 */
final class Reverification {

  /** After a first failure it is asked again soon. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private Reverification() {}

  static void step(Work work) {
    Reverify policy = work.facts().policy().reverify();
    if (policy.equals(Reverify.NEVER)
        || work.appends()
        || !work.standing().isVerified()
        || !isSeen(work)) {
      return;
    }
    policy.degraded().ifPresent(most -> degraded(work, most));
    if (!work.appends()) {
      policy.interval().ifPresent(interval -> ask(work, interval));
    }
  }

  /** Whether what was found is about the release, and somebody could still change it. */
  private static boolean isSeen(Work work) {
    Running running = work.facts().running();
    return running.reachable()
        && running.applied()
        && work.facts().freeze().filter(Freezes::stopsWrites).isEmpty()
        && work.course().filter(course -> course.digest().equals(running.digest())).isPresent();
  }

  private static void degraded(Work work, Duration most) {
    Running running = work.facts().running();
    if (running.health().state() != Health.State.DEGRADED) {
      return;
    }
    Instant verified = verifiedAt(work);
    Instant since = running.healthSince().isAfter(verified) ? running.healthSince() : verified;
    Instant over = since.plus(most);
    if (work.now().isBefore(over)) {
      work.recheck(over);
    } else {
      revoke(work, "it is Degraded since %s: %s".formatted(since, running.health().why()));
    }
  }

  private static Instant verifiedAt(Work work) {
    return work.history().stream()
        .filter(entry -> entry.kind() == Entry.Kind.VERIFIED)
        .findFirst()
        .map(Entry::at)
        .orElse(Instant.EPOCH);
  }

  private static void ask(Work work, Duration interval) {
    List<Gate> gates =
        work.facts().policy().gates(Gate.Phase.POST).stream().filter(Reverify::asksAgain).toList();
    Promotion promotion = promotion(work);
    Instant due = promotion.recheckAt().orElse(verifiedAt(work).plus(interval));
    if (gates.isEmpty() || work.now().isBefore(due)) {
      work.recheck(due);
      return;
    }
    // The time that a round began at is on record: it names the round after a restart too.
    Promotion asking = Edit.of(promotion).recheckAt(Optional.of(due)).done();
    GateRound round = GateRound.of(work, asking, gates);
    switch (round.sum()) {
      case ASK -> {
        work.put(asking);
        work.ask(asking, round.unasked());
      }
      case PASS -> next(work, asking, "verified", interval);
      case FAIL -> failed(work, asking, round.why());
      case PENDING, INCONCLUSIVE -> {
        work.put(asking);
        work.recheck(round.recheckAt().orElse(work.now().plus(AGAIN)));
      }
    }
  }

  private static void failed(Work work, Promotion asking, String why) {
    if (asking.message().startsWith(SUSPECT)) {
      revoke(work, why + ", twice in a row");
    } else {
      next(work, asking, SUSPECT + why, AGAIN);
    }
  }

  /** What the message of a release begins with that failed once. */
  private static final String SUSPECT = "verified, but asked again failed once: ";

  private static void next(Work work, Promotion asked, String message, Duration pause) {
    Instant next = work.now().plus(pause);
    work.put(Edit.of(asked).message(message).recheckAt(Optional.of(next)).done());
    work.recheck(next);
  }

  private static void revoke(Work work, String why) {
    work.append(
        Entries.policy(
            work,
            Entry.Kind.REVOKED,
            work.now(),
            About.of(work.standing().current().orElseThrow()),
            Entry.DAEMON,
            why,
            Optional.empty(),
            Map.of()));
    work.recheck(work.now().plusSeconds(5));
  }

  /** Its promotion, made anew from the ledger where that was deleted. */
  private static Promotion promotion(Work work) {
    OptionalLong current = OptionalLong.of(work.base());
    return work.all().stream()
        .filter(one -> one.release().equals(current))
        .findFirst()
        .orElseGet(() ->
            Edit.of(Recovery.from(work, work.standing().current().orElseThrow()))
                .state(State.SUCCEEDED, work.now())
                .message("verified")
                .done());
  }
}
