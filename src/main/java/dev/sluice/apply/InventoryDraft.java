package dev.sluice.apply;

import dev.sluice.live.Subject;
import dev.sluice.model.Inventory;
import dev.sluice.model.ObjectKey;
import dev.sluice.model.Observed;
import dev.sluice.plan.Plan;
import dev.sluice.plan.Step;
import java.util.TreeMap;

/** The inventory while a plan runs; safe for steps that finish side by side. */
final class InventoryDraft {

  private final Inventory before;
  private final TreeMap<ObjectKey, Inventory.Entry> entries;

  InventoryDraft(Inventory before) {
    this.before = before;
    this.entries = new TreeMap<>(before.entries());
  }

  /** Adds what is about to be applied for the first time: written before the first request. */
  synchronized void intend(Plan plan) {
    for (Plan.Phase phase : plan.phases()) {
      for (Step step : phase.steps()) {
        if (step instanceof Step.Apply || step instanceof Step.Replace) {
          Subject subject = step.change().subject();
          entries.computeIfAbsent(
              subject.key(), key -> Inventory.Entry.intended(key, subject.kind().version()));
        }
      }
    }
  }

  /** The object was applied, or found to be as wanted. */
  synchronized void applied(Subject subject, Observed answer) {
    String digest = subject.desired().map(desired -> desired.digest()).orElse("");
    entries.put(
        subject.key(),
        new Inventory.Entry(
            subject.key(),
            subject.kind().version(),
            digest,
            answer.fingerprint(),
            answer.foreignHash(),
            answer.uid()));
  }

  /** The object is gone, or is not ours to remember. */
  synchronized void forget(ObjectKey key) {
    entries.remove(key);
  }

  synchronized Inventory toInventory() {
    return new Inventory(before.target(), new TreeMap<>(entries));
  }
}
