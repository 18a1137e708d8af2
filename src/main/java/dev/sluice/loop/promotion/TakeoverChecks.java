package dev.sluice.loop.promotion;

import dev.sluice.loop.Sources;
import dev.sluice.model.Environment;
import dev.sluice.model.Revision;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.dr.Check;
import dev.sluice.promote.dr.Question;
import dev.sluice.promote.dr.Step;
import dev.sluice.promote.dr.Takeover;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.machine.Company;
import dev.sluice.promote.machine.Facts;
import dev.sluice.promote.machine.Objections;
import dev.sluice.promote.machine.Offer;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asks the Jobs and gates of a takeover, as those of a release are asked: each application by
 * itself, under a name that comes from the takeover, so that nothing runs twice after a crash.
 *
 * @param pipelines which gates there are
 * @param sources files of commits
 * @param runs what was found there
 * @param gates asks
 * @param concerned the applications
 * @param clock the time
 */
record TakeoverChecks(
    Pipelines pipelines,
    Sources sources,
    Runs runs,
    Gatekeeper gates,
    Concerned concerned,
    InstantSource clock) {

  /** What they say so far. */
  List<Check> ask(String repository, Question question) {
    Optional<Pipelines.Member> member = pipelines.find(repository, question.side().environment());
    List<Check> checks = new ArrayList<>();
    if (member.isPresent()) {
      for (Target target : concerned.promoted(repository, question.side().environment())) {
        question
            .side()
            .ledger()
            .standing(target.id().application())
            .current()
            .ifPresent(release ->
                checks.addAll(ask(question, member.get().environment(), target, release)));
      }
    }
    return checks;
  }

  private List<Check> ask(
      Question question, Environment environment, Target target, Entry release) {
    String application = target.id().application();
    List<Gate> asked =
        question.step() == Step.SMOKE
            ? environment.policy(application).gates(Gate.Phase.POST)
            : question.gates();
    try {
      if (question.step() != Step.SMOKE && !hasManifest(target, release, asked)) {
        return List.of(); // this application has none
      }
    } catch (Stopped stopped) {
      return List.of(
          new Check(
              application, question.step().word(), Verdict.ERROR, stopped.failure().message()));
    }
    Promotion promotion = promotion(question.takeover(), target.id(), release);
    return gates
        .ask(
            promotion,
            asked.stream().map(Gate::name).toList(),
            facts(target.id(), question.side().ledger(), asked, release))
        .entrySet()
        .stream()
        .map(answer ->
            new Check(
                application,
                answer.getKey(),
                answer.getValue().result().verdict(),
                answer.getValue().result().reason()))
        .toList();
  }

  private boolean hasManifest(Target target, Entry release, List<Gate> asked) throws Stopped {
    for (Gate gate : asked) {
      if (gate instanceof Gate.Job job
          && sources
              .at(new Revision(target.id().repository(), release.commit()))
              .tree()
              .find(
                  job.manifest()
                      .replace("{application}", target.id().application())
                      .replace("{environment}", target.id().environment()))
              .isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private Facts facts(TargetId id, LedgerState ledger, List<Gate> asked, Entry release) {
    PromotionPolicy none = PromotionPolicy.NONE;
    return new Facts(
        clock.instant(),
        id,
        new PromotionPolicy(
            asked,
            none.supersede(),
            none.maxAge(),
            none.minHealthy(),
            none.deadline(),
            none.rollback(),
            none.maxLag(),
            none.units(),
            none.strategy()),
        release.policy(),
        ledger,
        List.of(),
        new Offer.Nothing(),
        Map.of(),
        runs.of(id),
        Optional.empty(),
        List.of(),
        List.of(),
        Objections.NONE,
        Map.of(),
        Optional.empty(),
        Company.ALONE);
  }

  /** What runs there, as something that is to be verified once more. */
  private static Promotion promotion(Takeover takeover, TargetId id, Entry release) {
    return new Promotion(
        "%s-%s-%s".formatted(takeover.id(), id.application(), id.environment()),
        id,
        Entry.Kind.ROLE,
        release.commit(),
        release.digest(),
        release.details().getOrDefault(Entry.ENGINE, ""),
        release.number(),
        OptionalLong.empty(),
        release.policy(),
        takeover.beginning().by(),
        takeover.kind().word(),
        1,
        takeover.beginning().at(),
        State.VERIFYING,
        takeover.last().at(),
        "",
        List.of(),
        List.of(),
        Map.of(),
        OptionalLong.of(release.number()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
