package dev.sluice.loop.promotion;

import dev.sluice.loop.Targets;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Gate;
import dev.sluice.probe.Probes;
import dev.sluice.promote.gate.Evidence;
import dev.sluice.promote.gate.GateContext;
import dev.sluice.promote.gate.Gates;
import dev.sluice.promote.machine.Facts;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import dev.sluice.promote.strategy.Course;
import dev.sluice.promote.strategy.Phases;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/** Collects what the gates of a promotion decide from, and has them decide. */
final class GateDesk implements Gatekeeper {

  private static final Logger LOG = Logger.getLogger(GateDesk.class);

  private final Pipelines pipelines;
  private final Targets targets;
  private final UpstreamViews upstreams;
  private final GateReading reading;
  private final Probes probes;

  /**
   * Reads these.
   *
   * @param probes what takes time
   */
  GateDesk(
      Pipelines pipelines,
      Targets targets,
      Promoting.Reading git,
      Offers offers,
      Runs runs,
      Probes probes) {
    this.pipelines = pipelines;
    this.targets = targets;
    this.upstreams = new UpstreamViews(targets, git.ledgers(), offers, runs);
    this.reading =
        new GateReading(new TouchedFiles(git.sources()), offers, git.authorship(), git.teams());
    this.probes = probes;
  }

  @Override
  public Map<String, Facts.Answer> ask(Promotion promotion, List<String> names, Facts facts) {
    List<Gate> gates =
        facts.policy().gates().stream().filter(gate -> names.contains(gate.name())).toList();
    GateContext context = context(promotion, gates, facts);
    Map<String, Facts.Answer> answers = new LinkedHashMap<>();
    for (Gate gate : gates) {
      answers.put(gate.name(), Gates.evaluate(gate, context, evidence(gate, context, facts)));
    }
    return answers;
  }

  private GateContext context(Promotion promotion, List<Gate> gates, Facts facts) {
    Follows follows =
        pipelines
            .find(facts.target().repository(), facts.target().environment())
            .map(member -> member.environment().follows())
            .orElse(new Follows.Ref(""));
    TreeSet<String> names = new TreeSet<>();
    for (Gate gate : gates) {
      if (gate instanceof Gate.DependsOn dependsOn) {
        names.addAll(dependsOn.environments());
      } else if (gate instanceof Gate.Soak && follows instanceof Follows.Upstream upstream) {
        names.addAll(upstream.environments());
      }
    }
    return new GateContext(
        facts.now(),
        promotion,
        facts.ledger().standing(facts.target().application()),
        Course.of(facts.ledger().history(facts.target().application()))
            .map(facts.running()::alone)
            .orElse(facts.running()),
        follows,
        upstreams.of(promotion, names));
  }

  /** Under a name of its own where what was found before does not count. */
  private static Promotion asked(Gate gate, Promotion promotion, Facts facts) {
    if (gate.phase() == Gate.Phase.DURING) {
      return promotion.inPhase(
          Phases.begun(
              facts.ledger().history(facts.target().application()), promotion.release().orElse(0)));
    }
    return promotion.state() == State.SUCCEEDED && promotion.recheckAt().isPresent()
        ? promotion.inPhase(promotion.recheckAt().get().getEpochSecond())
        : promotion;
  }

  private Evidence evidence(Gate gate, GateContext context, Facts facts) {
    Promotion promotion = asked(gate, context.promotion(), facts);
    Optional<Target> target = targets.find(promotion.target());
    if (target.isEmpty()) {
      return new Evidence.Unavailable(promotion.target() + " is not declared any more");
    }
    try {
      return switch (gate) {
        case Gate.DependsOn ignored -> new Evidence.None();
        case Gate.Health ignored -> new Evidence.None();
        case Gate.Soak ignored -> new Evidence.None();
        case Gate.Window ignored -> new Evidence.None();
        case Gate.Schedule ignored -> new Evidence.None();
        case Gate.Approval approval -> reading.voters(approval, context);
        case Gate.Images ignored -> reading.rendering(promotion, target.get());
        case Gate.Config ignored -> reading.rendering(promotion, target.get());
        case Gate.StatusCheck ignored -> probes.collect(gate, promotion, target.get());
        case Gate.Job ignored -> probes.collect(gate, promotion, target.get());
        case Gate.Http ignored -> probes.collect(gate, promotion, target.get());
        case Gate.Prometheus ignored -> probes.collect(gate, promotion, target.get());
        case Gate.Signature ignored -> probes.collect(gate, promotion, target.get());
      };
    } catch (Stopped stopped) {
      return new Evidence.Unavailable(stopped.failure().toString());
    } catch (RuntimeException fault) {
      LOG.errorf(fault, "%s: gate %s: fault in Sluice", promotion.target(), gate.name());
      return new Evidence.Unavailable("fault in Sluice: its log tells more");
    }
  }
}
