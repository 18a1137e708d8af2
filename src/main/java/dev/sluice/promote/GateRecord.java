package dev.sluice.promote;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.Verdict;
import java.util.List;

/**
 * Whether a release came through all of its gates. Asked when it is recorded, and again whenever it
 * is applied: gates that were only asked on the way have been bypassed in other tools.
 */
public final class GateRecord {

  private GateRecord() {}

  /**
   * The gates before the release that it neither passed nor may leave out.
   *
   * @param entry a release
   * @param policy the policy that its entry names
   */
  public static List<String> missing(Entry entry, PromotionPolicy policy) {
    return policy.gates(Gate.Phase.PRE).stream()
        .filter(gate -> !passed(entry, gate))
        .filter(gate -> !(entry.skipped().containsKey(gate.name()) && maySkip(entry.kind(), gate)))
        .map(Gate::name)
        .toList();
  }

  /**
   * The gates of a phase that it neither passed nor was let through by a person.
   *
   * @param phase an entry that gives a release more of the traffic, or all of it
   */
  public static List<String> missingDuring(Entry phase, PromotionPolicy policy) {
    return policy.gates(Gate.Phase.DURING).stream()
        .filter(gate -> !passed(phase, gate))
        .filter(gate -> !phase.skipped().containsKey(gate.name()))
        .map(Gate::name)
        .toList();
  }

  /**
   * Whether a kind of release may leave a gate out. Going back to what ran here verified waits for
   * nobody, but what it runs must still be signed, named exactly and fully configured.
   */
  public static boolean maySkip(Entry.Kind kind, Gate gate) {
    return switch (kind) {
      case ROLLBACK ->
          switch (gate) {
            case Gate.Signature ignored -> false;
            case Gate.Images ignored -> false;
            case Gate.Config ignored -> false;
            case Gate.DependsOn ignored -> true;
            case Gate.Health ignored -> true;
            case Gate.Soak ignored -> true;
            case Gate.Window ignored -> true;
            case Gate.Schedule ignored -> true;
            case Gate.Approval ignored -> true;
            case Gate.StatusCheck ignored -> true;
            case Gate.Job ignored -> true;
            case Gate.Http ignored -> true;
            case Gate.Prometheus ignored -> true;
          };
      case HOTFIX -> gate instanceof Gate.DependsOn || gate instanceof Gate.Soak;
      case PROMOTE,
          PHASE,
          ROLE,
          DRILL,
          PIN,
          UNPIN,
          VETO,
          LIFT,
          FREEZE,
          UNFREEZE,
          ACKNOWLEDGE,
          BASELINE,
          VERIFIED,
          FAILED,
          REVOKED ->
          false;
    };
  }

  private static boolean passed(Entry entry, Gate gate) {
    List<GateResult> results =
        entry.gates().stream().filter(result -> result.gate().equals(gate.name())).toList();
    return !results.isEmpty()
        && results.stream()
            .allMatch(
                result -> result.verdict() == Verdict.PASS && result.kind().equals(gate.word()));
  }
}
