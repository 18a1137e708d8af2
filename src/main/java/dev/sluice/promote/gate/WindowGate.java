package dev.sluice.promote.gate;

import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.WindowTimes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** Open at certain times only. */
final class WindowGate {

  /** Where it does not open within a year, somebody will change it. */
  private static final Duration FAR = Duration.ofDays(1);

  private WindowGate() {}

  static Finding ask(Gate.Window gate, GateContext context) {
    Openings openings;
    try {
      openings =
          new Openings(
              gate.allow().stream().map(WindowTimes::parse).toList(),
              gate.deny().stream().map(WindowTimes::parse).toList(),
              ZoneId.of(gate.timeZone()));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Finding.error("its times cannot be read: " + e.getMessage());
    }
    Finding finding =
        openings.isOpen(context.now())
            ? Finding.pass("the window is open")
            : closed(gate, openings.next(context.now()), context.now());
    return finding.from(gate.allow(), gate.deny(), gate.timeZone(), finding.reason());
  }

  private static Finding closed(Gate.Window gate, Optional<Instant> next, Instant now) {
    return next.map(opening ->
            Finding.pending(
                    "the window opens at %s"
                        .formatted(opening.atZone(ZoneId.of(gate.timeZone())).toOffsetDateTime()))
                .recheck(opening))
        .orElseGet(
            () -> Finding.pending("the window does not open within a year").recheck(now.plus(FAR)));
  }
}
