package dev.sluice.loop.promotion;

import dev.sluice.kube.ApprovalStore;
import dev.sluice.kube.PromotionStore;
import dev.sluice.kube.RequestStore;
import dev.sluice.kube.Scope;
import dev.sluice.kube.TargetStatus;
import dev.sluice.loop.Aims;
import dev.sluice.loop.Composer;
import dev.sluice.loop.Sources;
import dev.sluice.loop.Targets;
import dev.sluice.model.Failure;
import dev.sluice.model.Stopped;
import dev.sluice.model.TargetId;
import dev.sluice.probe.Ancestry;
import dev.sluice.probe.Authorship;
import dev.sluice.probe.Probes;
import dev.sluice.probe.Teams;
import dev.sluice.promote.BranchTips;
import dev.sluice.promote.ledger.Ledgers;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.PromotionMachine;
import dev.sluice.report.PromotionListener;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Promotion put together: the engine, and what it hears of the outside. */
public final class Promoting implements Aims.Proposals, AutoCloseable {

  private final Behind behind;
  private final PromotionEngine engine;
  private final Leftovers leftovers;
  private final Deque<Beginning> beginnings = new ArrayDeque<>();

  /**
   * What is kept in the cluster.
   *
   * @param promotions what is on its way
   * @param approvals what people said
   * @param requests what people ask for
   */
  public record Stores(PromotionStore promotions, ApprovalStore approvals, RequestStore requests) {}

  /**
   * What is read from Git.
   *
   * @param tips branches
   * @param sources files of commits
   * @param composer renders
   * @param ledgers what should run
   * @param authorship whose work commits are
   * @param teams who belongs together
   * @param ancestry which commits contain which
   * @param askable which commits people may name
   */
  public record Reading(
      BranchTips.Tips tips,
      Sources sources,
      Composer composer,
      Ledgers ledgers,
      Authorship authorship,
      Teams teams,
      Ancestry ancestry,
      Askable askable) {}

  /**
   * Nothing runs before {@link #start}.
   *
   * @param probes collects what gates decide from
   * @param standbys how standbys are watched over
   * @param listener hears of what is on its way
   * @param run has a target run; returns at once
   */
  public Promoting(
      Pipelines pipelines,
      Targets targets,
      Reading reading,
      Stores stores,
      Probes probes,
      Standbys standbys,
      PromotionListener listener,
      Consumer<TargetId> run,
      InstantSource clock) {
    Runs runs = new Runs(clock);
    Progress progress = new Progress(new Records(stores.promotions()), listener);
    Offers offers =
        new Offers(
            reading.tips(),
            reading.sources(),
            reading.composer(),
            reading.ledgers(),
            runs,
            progress::isBusy,
            clock);
    Gatekeeper gates = new GateDesk(pipelines, targets, reading, offers, runs, probes);
    Voices people =
        new Voices(stores.approvals(), stores.requests(), pipelines, targets, progress::of);
    this.leftovers =
        new Leftovers(stores.approvals(), stores.requests(), people, targets, progress::of, clock);
    Agenda agenda = new Agenda(clock);
    Overdue overdue = new Overdue();
    this.behind =
        new Behind(
            reading.ledgers(),
            offers,
            runs,
            new ReadinessDesk(standbys, agenda::add, clock),
            overdue,
            standbys.listener(),
            clock);
    Concerned concerned = new Concerned(pipelines, targets, agenda);
    EnvironmentRound round =
        new EnvironmentRound(
            targets,
            reading.ledgers(),
            progress,
            people,
            new FactFinder(
                offers,
                reading.askable(),
                new Objecting(targets, reading.ledgers(), offers, reading.ancestry()),
                runs,
                progress,
                people,
                gates,
                clock),
            behind,
            new TakeoverDesk(
                pipelines,
                reading.ledgers(),
                runs,
                new TakeoverChecks(pipelines, reading.sources(), runs, gates, concerned, clock),
                new ScheduledDrills(behind, overdue),
                concerned,
                run,
                clock),
            new TakeoverNews(concerned, standbys.takeovers()),
            PromotionMachine::decide,
            agenda,
            concerned,
            run,
            clock);
    this.engine =
        new PromotionEngine(
            pipelines, offers, behind, runs, progress, round, agenda, concerned, clock);
    beginnings.add(progress::load);
    beginnings.add(() -> stores.promotions().watch(engine::deleted));
    beginnings.add(() -> stores.approvals().watch(this::heard));
    beginnings.add(() -> stores.requests().watch(request -> heard(request.scope())));
    beginnings.add(engine::start);
    beginnings.add(leftovers::start);
  }

  /**
   * Takes up what an earlier life left, begins to hear people and to decide; returns at once. After
   * a failure it is called again, and goes on where it stopped.
   *
   * @throws Stopped when the cluster cannot be read
   */
  public synchronized void start() throws Stopped {
    while (!beginnings.isEmpty()) {
      beginnings.getFirst().begin();
      beginnings.removeFirst();
    }
  }

  /** One step of the beginning. */
  @FunctionalInterface
  private interface Beginning {
    void begin() throws Stopped;
  }

  /** The engine, for whoever tells it of events. */
  public PromotionEngine engine() {
    return engine;
  }

  @Override
  public Optional<Failure> broken(TargetId target) {
    return behind.broken(target);
  }

  /** Whether a target could take over for another environment; empty while that is not known. */
  public Optional<TargetStatus.Standby> standby(TargetId target) {
    return behind.standby(target);
  }

  @Override
  public void close() {
    leftovers.close();
    engine.close();
  }

  /** Somebody spoke; about whom exactly is found out by whoever decides. */
  private void heard(Scope scope) {
    if (scope.repository().isEmpty()
        || scope.environment().isEmpty()
        || scope.application().isEmpty()) {
      engine.touched();
    } else {
      engine.touched(new TargetId(scope.repository(), scope.application(), scope.environment()));
    }
  }

  /** Promotions as resources. */
  private record Records(PromotionStore store) implements PromotionRecords {

    @Override
    public List<Promotion> list() throws Stopped {
      return store.list();
    }

    @Override
    public Promotion write(Promotion promotion) throws Stopped {
      return store.save(promotion);
    }
  }
}
