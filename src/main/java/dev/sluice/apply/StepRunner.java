package dev.sluice.apply;

import dev.sluice.diff.Verdict;
import dev.sluice.kube.Cluster;
import dev.sluice.kube.Observations;
import dev.sluice.live.ObjectState;
import dev.sluice.live.Subject;
import dev.sluice.model.Failure;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.Observed;
import dev.sluice.model.Parallel;
import dev.sluice.model.Stopped;
import dev.sluice.plan.Step;
import java.util.List;
import java.util.Optional;

/** Runs the steps of one phase side by side; one that fails fails alone. */
final class StepRunner {

  private final Cluster cluster;
  private final Adopter adopter;
  private final Amender amender;
  private final Observations observations;
  private final int parallelism;

  StepRunner(Cluster cluster, Observations observations, int parallelism) {
    this.cluster = cluster;
    this.adopter = new Adopter(cluster);
    this.amender = new Amender(cluster);
    this.observations = observations;
    this.parallelism = parallelism;
  }

  List<Outcome.Result> run(List<Step> steps, InventoryDraft draft) {
    return Parallel.map(parallelism, steps, step -> new Outcome.Result(step, attempt(step, draft)));
  }

  private Optional<Failure> attempt(Step step, InventoryDraft draft) {
    Subject subject = step.change().subject();
    try {
      switch (step) {
        case Step.Apply apply -> draft.applied(subject, apply(apply));
        case Step.Replace ignored -> delete(subject);
        case Step.Delete ignored -> delete(subject);
        case Step.Forget ignored -> draft.forget(subject.key());
        case Step.Record ignored -> record(subject, draft);
        case Step.Hold hold -> {
          return Optional.of(hold.failure());
        }
      }
      return Optional.empty();
    } catch (Stopped stopped) {
      return Optional.of(stopped.failure());
    }
  }

  private Observed apply(Step.Apply step) throws Stopped {
    Subject subject = step.change().subject();
    Manifest manifest = subject.desired().orElseThrow().manifest();
    LiveObject answer =
        step.change().verdict() == Verdict.ADOPT
            ? adopter.adopt(subject, manifest)
            : applied(step, subject, manifest);
    return observations.learn(answer);
  }

  private LiveObject applied(Step.Apply step, Subject subject, Manifest manifest) throws Stopped {
    return subject.state() instanceof ObjectState.Present(LiveObject live, var prediction)
        ? amender.apply(subject, live, manifest, step.change().amendment())
        : amender.create(subject, manifest, ownership(step));
  }

  private static Cluster.Ownership ownership(Step.Apply step) {
    return switch (step.change().verdict()) {
      // Nothing was there when the plan was made: whoever came first meanwhile is not overruled.
      case CREATE, MISSING -> Cluster.Ownership.ASK;
      case SAME,
          UPDATE,
          REPLACE,
          DRIFTED,
          OWNERSHIP_ONLY,
          FOREIGN,
          CONTESTED,
          EXTRA,
          RELEASED,
          ADOPT,
          REFUSED ->
          Cluster.Ownership.FORCE;
    };
  }

  private void delete(Subject subject) throws Stopped {
    if (subject.state() instanceof ObjectState.Present(LiveObject live, var prediction)
        && !live.terminating()) {
      cluster.delete(live.kind(), subject.key(), live.uid(), live.resourceVersion());
    }
    // The inventory remembers it until the watch says that it is gone: a delete may hang or be
    // undone.
  }

  private void record(Subject subject, InventoryDraft draft) {
    switch (subject.state()) {
      case ObjectState.InSync(Observed observed) -> draft.applied(subject, observed);
      case ObjectState.Present(LiveObject live, var prediction) ->
          draft.applied(subject, observations.learn(live));
      case ObjectState.Absent ignored -> draft.forget(subject.key());
      case ObjectState.Unreadable ignored -> {}
    }
  }
}
