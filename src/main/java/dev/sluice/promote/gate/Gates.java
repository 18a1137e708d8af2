package dev.sluice.promote.gate;

import dev.sluice.fields.Digests;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.machine.Facts;
import dev.sluice.promote.machine.Promotion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks a gate. Whatever cannot be told is an error or pending, and neither opens. The same question
 * with the same inputs has the same answer, down to the time of the first one: asking often changes
 * nothing on record.
 */
public final class Gates {

  /** After evidence could not be had. */
  private static final Duration AFTER_ERROR = Duration.ofSeconds(30);

  private Gates() {}

  /** What a gate says. */
  public static Facts.Answer evaluate(Gate gate, GateContext context, Evidence evidence) {
    Finding finding = finding(gate, context, evidence);
    GateResult result =
        new GateResult(
            gate.name(),
            gate.word(),
            gate.phase(),
            finding.verdict(),
            finding.reason(),
            finding.evidence(),
            context.now(),
            inputs(gate, context.promotion(), finding.inputs()));
    Optional<GateResult> before =
        finding.age() == Finding.Age.KEPT
            ? context.before(gate).filter(earlier -> saysTheSame(earlier, result))
            : Optional.empty();
    return new Facts.Answer(before.orElse(result), recheckAt(finding, context.now()));
  }

  /** Whether more evidence could change what a gate says. */
  public static boolean isOpen(Gate gate, Evidence evidence, Instant now) {
    return switch (evidence) {
      case Evidence.Tries tries ->
          gate instanceof Gate.Http http && isPending(HttpGate.ask(http, now, tries));
      case Evidence.Samples samples ->
          gate instanceof Gate.Prometheus prometheus
              && isPending(PrometheusGate.ask(prometheus, now, samples));
      case Evidence.JobRun run -> run.state() == Evidence.JobRun.State.RUNNING;
      case Evidence.None ignored -> false;
      case Evidence.Unavailable ignored -> true;
      case Evidence.Voters ignored -> false;
      case Evidence.Rendering ignored -> false;
      case Evidence.Status ignored -> true; // a check can be run again
      case Evidence.Signed ignored -> false;
    };
  }

  private static boolean isPending(Finding finding) {
    return finding.verdict() == Verdict.PENDING;
  }

  /** Digest of what a gate decides from: of a soak it also tells which time it went on from. */
  static String inputs(Gate gate, Promotion promotion, List<String> inputs) {
    List<String> all = new ArrayList<>();
    all.add(gate.word());
    all.add(promotion.commit());
    all.add(promotion.digest());
    all.add(promotion.kind().name());
    all.addAll(inputs);
    return Digests.sha256(String.join("\n", all));
  }

  private static Finding finding(Gate gate, GateContext context, Evidence evidence) {
    if (evidence instanceof Evidence.Unavailable(String why, Optional<Instant> again)) {
      Finding finding = Finding.error(why).from(why);
      return again.map(finding::recheck).orElse(finding);
    }
    return switch (gate) {
      case Gate.DependsOn dependsOn -> DependsOnGate.ask(dependsOn, context);
      case Gate.Health health -> HealthGate.ask(health, context);
      case Gate.Soak soak -> SoakGate.ask(soak, context);
      case Gate.Window window -> WindowGate.ask(window, context);
      case Gate.Schedule schedule -> ScheduleGate.ask(schedule, context);
      case Gate.Approval approval ->
          evidence instanceof Evidence.Voters voters
              ? ApprovalGate.ask(approval, context, voters)
              : missing(gate);
      case Gate.StatusCheck check ->
          evidence instanceof Evidence.Status status
              ? StatusCheckGate.ask(check, context.now(), status)
              : missing(gate);
      case Gate.Job job ->
          evidence instanceof Evidence.JobRun run
              ? JobGate.ask(job, context.now(), run)
              : missing(gate);
      case Gate.Http http ->
          evidence instanceof Evidence.Tries tries
              ? HttpGate.ask(http, context.now(), tries)
              : missing(gate);
      case Gate.Prometheus prometheus ->
          evidence instanceof Evidence.Samples samples
              ? PrometheusGate.ask(prometheus, context.now(), samples)
              : missing(gate);
      case Gate.Signature ignored ->
          evidence instanceof Evidence.Signed signed ? SignatureGate.ask(signed) : missing(gate);
      case Gate.Images images ->
          evidence instanceof Evidence.Rendering rendering
              ? ImagesGate.ask(images, rendering.rendered())
              : missing(gate);
      case Gate.Config config ->
          evidence instanceof Evidence.Rendering rendering
              ? ConfigGate.ask(config, rendering)
              : missing(gate);
    };
  }

  private static Finding missing(Gate gate) {
    return Finding.error("nobody collected what %s decides from".formatted(gate.word()));
  }

  private static Optional<Instant> recheckAt(Finding finding, Instant now) {
    return switch (finding.verdict()) {
      case ERROR -> finding.recheckAt().or(() -> Optional.of(now.plus(AFTER_ERROR)));
      case PASS, FAIL, PENDING, INCONCLUSIVE -> finding.recheckAt();
    };
  }

  private static boolean saysTheSame(GateResult one, GateResult other) {
    return one.verdict() == other.verdict()
        && one.reason().equals(other.reason())
        && one.evidence().equals(other.evidence())
        && one.inputs().equals(other.inputs());
  }
}
