package dev.sluice.probe;

import dev.sluice.fields.Digests;
import dev.sluice.model.Target;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.gate.Evidence;
import dev.sluice.promote.machine.Promotion;
import java.util.Locale;
import java.util.Optional;

/**
 * A Job that a gate wants to have run.
 *
 * @param gate what it is
 * @param promotion for which it runs, once
 * @param target where
 */
record JobOrder(Gate.Job gate, Promotion promotion, Target target) {

  /** Room for the name of its Pods, and they carry it in a label. */
  private static final int LONGEST = 52;

  private static final int HASH = 10;

  /**
   * Its name: the same promotion and gate always make the same, so that it never runs twice, not
   * even after a crash.
   */
  String name() {
    String readable =
        (target.id().application() + "-" + gate.name())
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9-]", "-")
            .replaceAll("^-+", "");
    String head = readable.substring(0, Math.min(readable.length(), LONGEST - HASH - 1));
    return "%s-%s"
        .formatted(
            head.replaceAll("-+$", ""),
            Digests.sha256(promotion.id() + "\n" + gate.name() + "\n" + gate.phase())
                .substring(0, HASH));
  }

  /** Where its manifest stands. */
  String manifest() {
    return Placeholders.fill(gate.manifest(), promotion);
  }

  /** Its end, where that is on record: its object may be gone by now. */
  Optional<Evidence.JobRun> onRecord() {
    return recorded()
        .filter(result -> result.verdict() == Verdict.PASS)
        .map(result ->
            new Evidence.JobRun(
                result.evidence(), Evidence.JobRun.State.SUCCEEDED, "", result.decidedAt()));
  }

  /** Whether it was started, as far as that is on record. */
  boolean wasStarted() {
    return recorded().filter(result -> result.evidence().contains("/")).isPresent();
  }

  private Optional<GateResult> recorded() {
    return promotion.gates().stream()
        .filter(result -> result.gate().equals(gate.name()) && result.phase() == gate.phase())
        .filter(result -> result.kind().equals(gate.word()))
        .filter(result -> result.evidence().endsWith(name()))
        .findFirst();
  }
}
