package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What must not come by itself. */
final class Vetoes {

  private Vetoes() {}

  /**
   * Whether a candidate is vetoed: what it renders to, or its commit, which may render to something
   * else since the veto because the renderer changed.
   */
  static boolean stands(Work work, Candidate candidate) {
    return standing(work, candidate).isPresent();
  }

  /** The newest word against a candidate that stands; empty when there is none. */
  static Optional<Entry> standing(Work work, Candidate candidate) {
    Set<String> lifted = new HashSet<>();
    for (Entry entry : work.history()) {
      if (entry.kind() == Entry.Kind.LIFT) {
        lifted.add(entry.digest());
      } else if (entry.kind() == Entry.Kind.VETO
          && !lifted.contains(entry.digest())
          && (entry.digest().equals(candidate.digest())
              || entry.commit().equals(candidate.commit()))) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  /** Who vetoed, and why. */
  static String said(Entry veto) {
    return "vetoed by %s%s"
        .formatted(veto.by(), veto.reason().isEmpty() ? "" : ": " + veto.reason());
  }
}
