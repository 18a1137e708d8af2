package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.PromotionPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The gates that are asked of a release that runs already: on its way, and in the end. */
final class Trial {

  private Trial() {}

  /**
   * A release that passed all of them.
   *
   * @param promotion it, with what they said
   */
  record Passed(Promotion promotion, List<GateResult> results) {}

  /**
   * Asks them, and sees to it that everything but a pass takes its course.
   *
   * @param verifying the promotion as it is kept while they are asked
   * @param at how far the release is, for people; empty in the end
   * @return what to go on with; empty while there is nothing to go on with
   */
  static Optional<Passed> of(Work work, Promotion verifying, Gate.Phase phase, String at) {
    PromotionPolicy policy = work.facts().policy();
    GateRound round = GateRound.of(work, verifying, policy.gates(phase));
    String why = at.isEmpty() ? round.why() : at + ": " + round.why();
    Promotion asked = round.recorded(verifying, policy).message(why).done();
    switch (round.sum()) {
      case ASK -> {
        work.put(verifying);
        work.ask(verifying, round.unasked());
      }
      case PASS -> {
        return Optional.of(new Passed(asked, round.results()));
      }
      case FAIL -> AfterCommit.fail(work, asked, why);
      case INCONCLUSIVE ->
          AfterCommit.waits(work, asked, State.PAUSED, why + ": a person resumes it or fails it");
      case PENDING -> {
        AfterCommit.waits(work, asked, State.VERIFYING, why);
        round.recheckAt().ifPresent(work::recheck);
      }
    }
    return Optional.empty();
  }

  /**
   * Records the phase that comes next. What a person said of one phase does not count for another.
   *
   * @param results what the gates of phase {@code during} said
   * @param what the phase, for people
   * @param details the phase, for the ledger
   */
  static void enter(
      Work work,
      Promotion promotion,
      List<GateResult> results,
      String what,
      Map<String, String> details) {
    List<String> during =
        work.facts().policy().gates(Gate.Phase.DURING).stream().map(Gate::name).toList();
    Map<String, String> answered = new TreeMap<>(promotion.skipped());
    answered.keySet().retainAll(during);
    work.put(
        Edit.of(promotion)
            .unskip(during)
            .state(State.APPLYING, work.now())
            .message(what)
            .healthySince(Optional.empty())
            .done());
    work.append(Entries.phase(work, promotion, what, results, Map.copyOf(answered), details));
    work.recheck(work.now().plusSeconds(5));
  }
}
