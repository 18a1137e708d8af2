package dev.sluice.promote.dr;

import dev.sluice.model.promotion.DrillSchedule;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Role;
import dev.sluice.promote.Freezes;
import dev.sluice.promote.machine.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The drills that a schedule asks for, while nothing is under way: begun when one is due, as if a
 * person asked; left out, on record, when the time in which it could have begun is over.
 *
 * @param facts what is known
 * @param calendar when they are due
 */
record Drills(DrFacts facts, DrillCalendar calendar) {

  /** So long one that is due may wait for what is in its way without anybody being told. */
  static final Duration GRACE = Duration.ofMinutes(10);

  private static final Duration LOOK = Duration.ofMinutes(1);
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMdd't'HHmm'z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  DrDecision next() {
    if (calendar.since().isEmpty()) {
      return append(entries().scheduled(calendar.schedule(), firstTime(), Map.of()));
    }
    Optional<Instant> due = calendar.due(facts.now());
    if (due.isEmpty()) {
      return until(calendar.next(facts.now()), calendar.missed().map(Entry::reason));
    }
    Request request = request(due.get());
    Optional<String> why = whyNot(request);
    if (!facts.now().isBefore(calendar.end(due.get()))) {
      return append(
          entries().scheduled(calendar.schedule(), missed(due.get(), why), gone(due.get())));
    }
    return why.isEmpty() ? append(begin(request, due.get())) : waits(due.get(), why.get());
  }

  private DrEntries begin(Request request, Instant due) {
    DrEntries entries = entries();
    DrRequests.begin(facts, Takeover.Kind.DRILL, request, entries, details(due));
    return entries;
  }

  private DrDecision waits(Instant due, String why) {
    Instant told = due.plus(GRACE);
    boolean isLate = !facts.now().isBefore(told) && facts.standby().role() == Role.STANDBY;
    Optional<String> overdue =
        isLate
            ? Optional.of(
                "the drill that was due at %s may begin until %s, and waits: %s"
                    .formatted(local(due), local(calendar.end(due)), why))
            : Optional.empty();
    Optional<Instant> look =
        Stream.of(calendar.end(due), facts.now().plus(LOOK)).min(Instant::compareTo);
    return until(look, overdue);
  }

  /** What is in the way of a drill that nobody waits for; a person may ask for one all the same. */
  private Optional<String> whyNot(Request request) {
    Side standby = facts.standby();
    return DrRequests.refusal(facts, Takeover.Kind.DRILL, request)
        .or(this::frozen)
        .or(() ->
            standby.members().stream()
                .map(Side.Member::application)
                .filter(this::isOpen)
                .findFirst()
                .map("the release of %s that runs is not verified"::formatted))
        .or(() -> standby.notIn(Role.STANDBY))
        .or(standby::unhealthy)
        .or(() -> facts.scheduled().flatMap(DrFacts.Scheduled::behind));
  }

  private Optional<String> frozen() {
    return Stream.concat(
            Stream.of(""), facts.standby().members().stream().map(Side.Member::application))
        .flatMap(one -> Freezes.inForce(facts.standby().ledger(), one, facts.now()).stream())
        .findFirst()
        .map(freeze -> "frozen by %s: %s".formatted(freeze.by(), freeze.reason()));
  }

  private boolean isOpen(String application) {
    return !facts.standby().ledger().standing(application).isVerified();
  }

  private Request request(Instant due) {
    return new Request(
        "scheduled-" + ID.format(due),
        Request.Action.DRILL,
        calendar.schedule().name(),
        facts.now(),
        "due at " + local(due),
        "",
        OptionalLong.empty(),
        0,
        Optional.of(facts.now().plus(calendar.schedule().deadline())),
        Set.of());
  }

  private String firstTime() {
    return "drills are held by %s from now on; the next one is due %s"
        .formatted(
            calendar.schedule().name(),
            calendar.next(facts.now()).map(at -> "at " + local(at)).orElse("never"));
  }

  private String missed(Instant due, Optional<String> why) {
    return "the drill that was due at %s was not held: it had to begin before %s%s"
        .formatted(
            local(due),
            local(calendar.end(due)),
            why.map("; in its way when that was noticed: %s"::formatted).orElse(""));
  }

  private Map<String, String> gone(Instant due) {
    return Map.of(Takeover.OUTCOME, DrillCalendar.MISSED, DrillSchedule.DUE, due.toString());
  }

  private Map<String, String> details(Instant due) {
    return Map.of(
        DrillSchedule.DUE, due.toString(),
        DrillSchedule.CRON, calendar.schedule().cron(),
        DrillSchedule.TIME_ZONE, calendar.schedule().timeZone());
  }

  private String local(Instant at) {
    return calendar.schedule().local(at);
  }

  private DrEntries entries() {
    return new DrEntries(facts.standby().environment(), facts.standby().ledger(), facts.now());
  }

  private static DrDecision append(DrEntries entries) {
    return new DrDecision(List.of(), entries.done(), Map.of(), "", Optional.empty());
  }

  private static DrDecision until(Optional<Instant> look, Optional<String> overdue) {
    return new DrDecision(List.of(), List.of(), Map.of(), "", look, overdue);
  }
}
