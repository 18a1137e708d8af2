package dev.sluice.promote.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.Strategy;
import dev.sluice.model.promotion.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/** One life of the {@link World}: what happens, what must be so all the while, how it ends. */
final class Life implements Daemon.Mishaps {

  private static final List<Strategy> STRATEGIES =
      List.of(
          new Strategy.Rolling(),
          new Strategy.Canary(
              Strategy.Router.NGINX, List.of(), List.of(30, 60), Duration.ofMinutes(3)),
          new Strategy.BlueGreen(List.of(), Duration.ofMinutes(15)));

  private static final Duration LONG = Duration.ofHours(12);

  private final World world;
  private final Daemon daemon;
  private final Daemon rival;
  private final Invariants invariants;
  private final List<String> commits = new ArrayList<>();
  private int steps = Integer.MAX_VALUE;
  private boolean overtaken;
  private int rivals;
  private int engines = 1;

  /** The daemon dies. */
  private static final class Dies extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  Life(Random random) {
    world = world(random);
    daemon = new Daemon(world, this);
    rival = new Daemon(world, "elsewhere", Daemon.Mishaps.NONE);
    invariants = new Invariants(world);
  }

  private static World world(Random random) {
    PromotionPolicy.Supersede[] ways = PromotionPolicy.Supersede.values();
    PromotionPolicy.Rollback[] rollbacks = PromotionPolicy.Rollback.values();
    Gate[] gates = {
      Stage.CONFIG,
      Stage.soak(Duration.ofMinutes(10)),
      Stage.approval(1),
      Stage.SMOKE,
      Stage.ANALYSIS
    };
    return new World(
        Stage.first("staging", Stage.CONFIG, Stage.SMOKE)
            .with(any(random))
            .with(
                new PromotionPolicy.Reverify(
                    Optional.empty(), Optional.of(Duration.ofMinutes(3 + random.nextInt(10))))),
        Stage.after("staging", "prod", gates)
            .with(any(random))
            .with(ways[random.nextInt(ways.length)])
            .with(rollbacks[random.nextInt(rollbacks.length)])
            .maxAge(Duration.ofHours(1 + random.nextInt(4))),
        Stage.mirror("prod", "dr", Stage.SMOKE).with(any(random)));
  }

  private static Strategy any(Random random) {
    return STRATEGIES.get(random.nextInt(STRATEGIES.size()));
  }

  List<Stage> stages() {
    return world.stages();
  }

  void live(List<Happening> happenings) {
    for (Happening happening : happenings) {
      try {
        happen(happening);
      } catch (Dies end) {
        daemon.restart();
      }
      invariants.check();
    }
  }

  private void happen(Happening happening) {
    switch (happening) {
      case Happening.Commit(String name, String content, Cluster.Fate one, Cluster.Fate other) -> {
        commits.add(name);
        world.commit(name, content);
        if (name.equals(content)) {
          world.cluster("staging").fate(world.digest(name), one);
          world.cluster("prod").fate(world.digest(name), other);
          if (name.endsWith("7")) {
            world.cluster("prod").migrates(world.digest(name));
          }
        }
      }
      case Happening.Aside(String name) -> {
        commits.add(name);
        world.aside(name);
      }
      case Happening.BadConfig(String name) -> {
        commits.add(name);
        world.commit(name);
        world.gates().refuse(name);
      }
      case Happening.Approve(String stage, String who) ->
          speak(stage, who, ApprovalRecord.Decision.APPROVE);
      case Happening.Reject(String stage) -> speak(stage, "eve", ApprovalRecord.Decision.REJECT);
      case Happening.Gate(String stage, String gate, Optional<Verdict> verdict) ->
          world.gates().set(stage, gate, verdict);
      case Happening.Fares(String stage, var state) ->
          world.cluster(stage).force(state, world.now());
      case Happening.Reach(String stage, boolean reachable) ->
          world.cluster(stage).reachable(reachable);
      case Happening.Ask ask -> ask(ask);
      case Happening.Time(Duration passes) -> world.pass(passes);
      case Happening.Decide(String stage) -> decide(stage);
      case Happening.Crash(int after) -> steps = after;
      case Happening.Overtaken() -> overtaken = true;
      case Happening.Rival(String stage) -> {
        rival.decide(world.stage(stage));
        rivals++;
      }
      case Happening.Upgrade() -> upgrade();
      case Happening.Strategy(String stage, int place) ->
          world.replace(world.stage(stage).with(STRATEGIES.get(place % STRATEGIES.size())));
      case Happening.Elsewhere(String stage) -> world.ledger(stage).elsewhere();
      case Happening.Restart() -> daemon.restart();
      case Happening.DeleteAll() -> world.deletePromotions();
    }
  }

  private void decide(String stage) {
    daemon.run(world.stage(stage));
    daemon.decide(world.stage(stage));
  }

  private void speak(String stage, String who, ApprovalRecord.Decision decision) {
    world.open(stage).stream()
        .filter(one -> one.state().isBeforeCommit())
        .findFirst()
        .ifPresent(one -> world.say(stage, who, decision, one.commit()));
  }

  private void ask(Happening.Ask ask) {
    boolean freeze = ask.action() == Request.Action.FREEZE;
    Instant until = world.now().plus(Duration.ofMinutes(20));
    boolean revision =
        switch (ask.action()) {
          case PROMOTE, HOTFIX, VETO -> true;
          case RETRY -> ask.level() == 2; // of a revision, or of what failed last
          default -> false;
        };
    world.ask(
        ask.stage(),
        ask.action(),
        revision && !commits.isEmpty() ? commits.get(ask.commit() % commits.size()) : "",
        ask.release(),
        ask.level(),
        freeze ? Optional.of(until) : Optional.empty());
  }

  @Override
  public void between(String step) {
    invariants.check();
    if (--steps < 0) {
      steps = Integer.MAX_VALUE;
      throw new Dies();
    }
  }

  @Override
  public boolean isOvertaken() {
    boolean now = overtaken;
    overtaken = false;
    return now;
  }

  /** The other region's daemon is at work at the very moment that ours has decided. */
  @Override
  public void meanwhile(Stage stage) {
    if (rivals > 0) {
      rivals--;
      rival.run(stage);
      boolean ignored = rival.decide(stage);
      invariants.check();
    }
  }

  private void upgrade() {
    engines++;
    world.engine("engine-" + engines);
    daemon.restart();
    rival.restart();
  }

  /** Nothing goes wrong any more, people agree to everything, and one last commit comes. */
  void calm() {
    steps = Integer.MAX_VALUE;
    overtaken = false;
    rivals = 0;
    world.gates().reset();
    for (Stage stage : world.stages()) {
      world.cluster(stage.name()).reachable(true);
      world.cluster(stage.name()).force(Optional.empty(), world.now());
    }
    // People lift the pins that stand, and those that come with rollbacks on the way to rest.
    for (int again = 0; again < 2; again++) {
      for (Stage stage : world.stages()) {
        world.ask(stage.name(), Request.Action.UNPIN);
        world.ask(stage.name(), Request.Action.UNFREEZE);
      }
      settle();
    }
    world.mergeAll("last");
    settle();
  }

  private void settle() {
    Instant end = world.now().plus(LONG);
    int quiet = 0;
    while (quiet < 4 && world.now().isBefore(end)) {
      world.stages().forEach(this::agree);
      quiet = daemon.round() ? 0 : quiet + 1;
      invariants.check();
      world.pass(Duration.ofSeconds(30));
    }
    assertThat(quiet).as("it comes to rest; on its way: %s", onItsWay()).isEqualTo(4);
  }

  /** Everybody who has to says yes to what is on its way. */
  private void agree(Stage stage) {
    for (Promotion promotion : world.open(stage.name())) {
      boolean said = promotion.approvals().stream().map(ApprovalRecord::by).distinct().count() > 1;
      if (promotion.state().isBeforeCommit() && !said) {
        world.approve(stage.name(), "ada", promotion.commit());
        world.approve(stage.name(), "bob", promotion.commit());
      }
    }
  }

  private List<String> onItsWay() {
    return world.stages().stream()
        .flatMap(stage -> world.open(stage.name()).stream())
        .map(one ->
            "%s %s %s: %s"
                .formatted(
                    one.target().environment(), one.kind().word(), one.state(), one.message()))
        .toList();
  }

  /** Everywhere the last commit runs, verified, and nothing is left to do or to answer. */
  void endsWell() {
    for (Stage stage : world.stages()) {
      String name = stage.name();
      assertThat(world.standing(name).current().map(Entry::commit)).as(name).contains("last");
      assertThat(world.standing(name).isVerified()).as(name).isTrue();
      assertThat(world.open(name)).as(name).isEmpty();
      assertThat(world.requests(name)).as("unanswered in %s", name).isEmpty();
    }
  }

  /** All that is not the ledger is lost, and nothing comes of it. */
  void isRebuilt() {
    Map<String, String> before = tips();
    world.deletePromotions();
    daemon.restart();
    settle();
    assertThat(tips()).isEqualTo(before);
    endsWell();
  }

  private Map<String, String> tips() {
    return world.stages().stream()
        .collect(Collectors.toMap(Stage::name, stage -> world.ledger(stage.name()).read().tip()));
  }

  /** What runs everywhere, and how it stands. */
  List<String> state() {
    return world.stages().stream()
        .map(stage ->
            "%s: %s %s"
                .formatted(
                    stage.name(),
                    world.standing(stage.name()).current().map(Entry::digest).orElse("nothing"),
                    world.standing(stage.name()).outcome()))
        .toList();
  }

  /** Everything that was decided, for whoever looks for a fault. */
  String logbooks() {
    return world.stages().stream()
        .map(stage ->
            "%s: %s%n  %s"
                .formatted(
                    stage.name(),
                    world.logbook(stage.name()),
                    world.promotions(stage.name()).stream()
                        .map(one ->
                            "%s %s %s: %s"
                                .formatted(
                                    one.kind().word(), one.commit(), one.state(), one.message()))
                        .collect(Collectors.joining("\n  "))))
        .collect(Collectors.joining("\n"));
  }
}
