package dev.sluice.door.cli;

import dev.sluice.model.promotion.DrillSchedule;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.dr.DrillCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * When a standby is tried by its schedule, as far as the ledger tells.
 *
 * @param calendar what was due, and held
 * @param now the time
 */
record DrillView(DrillCalendar calendar, Instant now) {

  /** Lines for people, about the environment of that name. */
  List<String> lines(String environment) {
    List<String> lines = new ArrayList<>();
    calendar
        .due(now)
        .map(due ->
            now.isBefore(calendar.end(due))
                ? "%s: a drill is due since %s and has not begun; it may until %s"
                    .formatted(environment, local(due), local(calendar.end(due)))
                : "%s: the drill that was due at %s was not held"
                    .formatted(environment, local(due)))
        .or(() -> calendar.missed().map(entry -> environment + ": " + entry.reason()))
        .ifPresent(lines::add);
    lines.add(
        calendar
            .next(now)
            .map(next ->
                "%s: the next drill is due at %s, by %s%s"
                    .formatted(environment, local(next), calendar.schedule().name(), unknown()))
            .orElse("%s: no drill is ever due".formatted(environment)));
    return lines;
  }

  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    DrillSchedule schedule = calendar.schedule();
    tree.put("cron", schedule.cron());
    tree.put("timeZone", schedule.timeZone());
    tree.put("deadlineSeconds", schedule.deadline().toSeconds());
    tree.put("startWithinSeconds", schedule.startWithin().toSeconds());
    tree.put("next", calendar.next(now).map(Instant::toString).orElse(""));
    tree.put("due", calendar.due(now).map(Instant::toString).orElse(""));
    tree.put("missed", calendar.missed().map(Entry::reason).orElse(""));
    return tree;
  }

  private String unknown() {
    return calendar.since().isPresent() ? "" : "; no daemon has taken that up yet";
  }

  private String local(Instant at) {
    return calendar.schedule().local(at);
  }
}
