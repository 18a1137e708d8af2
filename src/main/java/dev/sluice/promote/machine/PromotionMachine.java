package dev.sluice.promote.machine;

/**
 * Decides what happens next to the revisions on their way into one target. From the same facts it
 * decides the same; what it decides may be carried out twice. States and transitions are described
 * in {@code docs/promotion-states.md}.
 */
public final class PromotionMachine {

  private PromotionMachine() {}

  /** What is to be done now. */
  public static Decision decide(Facts facts) {
    return work(facts).done();
  }

  /** The same, for whoever looks at how it was decided. */
  static Work work(Facts facts) {
    Work work = new Work(facts);
    Rebaseline.step(work);
    Recovery.step(work);
    Requests.step(work);
    AfterCommit.step(work);
    Reverification.step(work);
    Aftermath.step(work);
    BlueGreenSteps.retire(work);
    Arrivals.step(work);
    Queueing.step(work);
    Gating.step(work);
    return work;
  }
}
