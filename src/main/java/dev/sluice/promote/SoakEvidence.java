package dev.sluice.promote;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a soak that is not over puts on record: everything it needs to go on after a restart. */
public sealed interface SoakEvidence {

  /** It runs: unless something happens it is over then. */
  record Until(Instant end) implements SoakEvidence {

    @Override
    public String toString() {
      return end.toString();
    }
  }

  /** It stands still, because what it watches is not healthy. */
  record Left(Duration left) implements SoakEvidence {

    @Override
    public String toString() {
      return left + SUFFIX;
    }
  }

  /** What follows the time that is left. */
  String SUFFIX = " left";

  /** How long it has to go on, seen from an instant at which it stood like this. */
  default Duration leftAt(Instant now) {
    return switch (this) {
      case Until(Instant end) -> Duration.between(now, end);
      case Left(Duration left) -> left;
    };
  }

  /** Reads what was put on record; empty when it is something else. */
  static Optional<SoakEvidence> parse(String text) {
    try {
      return Optional.of(
          text.endsWith(SUFFIX)
              ? new Left(Duration.parse(text.substring(0, text.length() - SUFFIX.length())))
              : new Until(Instant.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
