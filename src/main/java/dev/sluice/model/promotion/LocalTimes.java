package dev.sluice.model.promotion;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;

/** What a clock on the wall means where clocks are changed. */
public final class LocalTimes {

  private LocalTimes() {}

  /**
   * The instants at which a wall clock shows a time: two where clocks are put back, the earlier
   * first; where they are put forward over it, the instant at which that happens.
   */
  public static List<Instant> instants(LocalDateTime local, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    List<ZoneOffset> offsets = rules.getValidOffsets(local);
    return offsets.isEmpty()
        ? List.of(rules.getTransition(local).getInstant())
        : offsets.stream().map(local::toInstant).sorted().toList();
  }

  /** Whether a wall clock never shows it. */
  public static boolean isSkipped(LocalDateTime local, ZoneId zone) {
    return zone.getRules().getValidOffsets(local).isEmpty();
  }
}
