package dev.sluice.loop.promotion;

import dev.sluice.loop.Targets;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import java.util.Collection;
import java.util.List;

/** Puts on the agenda whoever is concerned by what happened. Thread-safe. */
final class Concerned {

  /** On the agenda, the application of what concerns a whole environment. */
  static final String ALL = "";

  private final Pipelines pipelines;
  private final Targets targets;
  private final Agenda agenda;

  Concerned(Pipelines pipelines, Targets targets, Agenda agenda) {
    this.pipelines = pipelines;
    this.targets = targets;
    this.agenda = agenda;
  }

  /** Something about a target is new: a person spoke, a gate's event came. */
  void touched(TargetId target) {
    if (isPromoted(target)) {
      agenda.add(target);
    }
  }

  /** Something about a whole environment is new: its ledger moved, a person asked. */
  void touched(String repository, String environment) {
    agenda.add(new TargetId(repository, ALL, environment));
    promoted(repository, environment).stream().map(Target::id).forEach(agenda::add);
  }

  /** A branch of a repository moved, or its environments are declared otherwise. */
  void touched(String repository) {
    pipelines.promoted(repository).forEach(environment -> touched(repository, environment.name()));
  }

  /** Something is new that could concern anything. */
  void touched() {
    pipelines.repositories().forEach(this::touched);
  }

  /** Something about a target is new that the environments after its own look at. */
  void followersOf(TargetId id) {
    pipelines.followersOf(id.repository(), id.environment()).stream()
        .map(follower -> new TargetId(id.repository(), id.application(), follower.name()))
        .filter(follower -> targets.find(follower).isPresent())
        .forEach(this::touched);
  }

  /** Whether a target is there and goes by its ledger. */
  boolean isPromoted(TargetId id) {
    return targets.find(id).filter(one -> one.driver() == Target.Driver.LEDGER).isPresent();
  }

  /** The targets of a repository that go by their ledgers. */
  Collection<Target> promoted(String repository) {
    return targets.all().stream()
        .filter(target -> target.id().repository().equals(repository))
        .filter(target -> target.driver() == Target.Driver.LEDGER)
        .toList();
  }

  /** The targets of one environment that go by its ledger. */
  List<Target> promoted(String repository, String environment) {
    return promoted(repository).stream()
        .filter(target -> target.id().environment().equals(environment))
        .toList();
  }
}
