package dev.sluice.promote.machine;

import dev.sluice.model.Health;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Follows;
import dev.sluice.promote.Freezes;
import dev.sluice.promote.gate.Upstream;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.ledger.Standing;
import dev.sluice.promote.strategy.Course;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Drives the {@link World} as the engine does: gathers facts, has the machine decide, has gates
 * asked, and carries the decision out in its order. All it remembers itself is lost by a restart.
 */
final class Daemon {

  /** So many ended promotions are told to the machine, as the engine does. */
  private static final int REMEMBERED = 10;

  private static final int ROUNDS = 4;

  private final World world;
  private final Mishaps mishaps;
  private final Set<String> heard = new HashSet<>();
  private final Map<String, Optional<Instant>> rechecks = new HashMap<>();
  private final String region;

  /** What may go wrong on the way; whatever throws ends this life of the daemon. */
  interface Mishaps {

    /** Called between any two steps that are durable. */
    void between(String step);

    /** Whether somebody else is faster to append. */
    boolean isOvertaken();

    /** Called before a decision is appended: what others do meanwhile. */
    default void meanwhile(Stage stage) {}

    Mishaps NONE =
        new Mishaps() {
          @Override
          public void between(String step) {}

          @Override
          public boolean isOvertaken() {
            return false;
          }
        };
  }

  Daemon(World world) {
    this(world, Mishaps.NONE);
  }

  Daemon(World world, Mishaps mishaps) {
    this(world, World.HOME, mishaps);
  }

  /** One of a region: its promotions and what people ask for are in its own cluster. */
  Daemon(World world, String region, Mishaps mishaps) {
    this.world = world;
    this.region = region;
    this.mishaps = mishaps;
  }

  /** It dies and is started again. */
  void restart() {
    heard.clear();
    rechecks.clear();
  }

  /** A run of a stage's target: what its ledger says is applied, if it may be. */
  void run(Stage stage) {
    LedgerState ledger = world.ledger(stage.name()).read();
    boolean frozen =
        Freezes.inForce(ledger, Stage.APPLICATION, world.now())
            .filter(Freezes::stopsWrites)
            .isPresent();
    if (!frozen) {
      Course.of(ledger.history(Stage.APPLICATION)).ifPresent(course -> apply(stage, course));
    }
    heard.add(stage.name());
  }

  private void apply(Stage stage, Course course) {
    Cluster cluster = world.cluster(stage.name());
    // What runs beside another release fares as it would alone.
    cluster.fate(course.digest(), cluster.fate(course.newest().digest()));
    Entry newest = course.newest();
    boolean rendersAnew =
        course instanceof Course.Whole
            && !world.engine().equals(newest.details().get(Entry.ENGINE));
    cluster.apply(rendersAnew ? world.digest(newest.commit()) : course.digest(), world.now());
  }

  /** Every stage once; tells whether anything was decided. */
  boolean round() {
    boolean busy = false;
    for (Stage stage : world.stages()) {
      run(stage);
      busy |= decide(stage);
    }
    return busy;
  }

  /** Rounds with some time between them, until nothing is decided any more and nothing waits. */
  void settle() {
    settle(Duration.ofHours(2));
  }

  void settle(Duration most) {
    Instant end = world.now().plus(most);
    int quiet = 0;
    while (quiet < 4 && world.now().isBefore(end)) {
      quiet = round() ? 0 : quiet + 1;
      world.pass(Duration.ofSeconds(20));
    }
  }

  /** One decision about a stage, carried out; tells whether there was anything to do. */
  boolean decide(Stage stage) {
    FakeLedger ledger = world.ledger(stage.name());
    LedgerState base = ledger.read();
    Facts facts = facts(stage, base);
    Decision decision = PromotionMachine.decide(facts);
    for (int round = 0; round < ROUNDS && !decision.ask().isEmpty(); round++) {
      facts = asked(stage, facts, decision);
      decision = PromotionMachine.decide(facts);
    }
    mishaps.between("before anything");
    for (Promotion promotion : decision.promotions()) {
      world.write(region, promotion);
      mishaps.between("after writing " + promotion.id());
    }
    for (Map.Entry<String, Decision.Answered> answer : decision.answered().entrySet()) {
      world.answer(answer.getKey(), answer.getValue());
      mishaps.between("after answering " + answer.getKey());
    }
    rechecks.put(stage.name(), decision.recheckAt());
    if (!decision.append().isEmpty()) {
      append(stage, ledger, base, decision.append());
    }
    return !decision.promotions().isEmpty()
        || !decision.answered().isEmpty()
        || !decision.append().isEmpty()
        || decision.recheckAt().filter(when -> when.isAfter(world.now())).isPresent();
  }

  private void append(Stage stage, FakeLedger ledger, LedgerState base, List<Entry> entries) {
    mishaps.meanwhile(stage);
    if (mishaps.isOvertaken()) {
      ledger.elsewhere();
    }
    if (ledger.append(base, entries) instanceof Ledger.Appended.Accepted) {
      mishaps.between("after appending");
      run(stage);
    }
  }

  /** What is known about a stage before its gates are asked. */
  private Facts facts(Stage stage, LedgerState ledger) {
    List<Request> requests = region.equals(World.HOME) ? world.requests(stage.name()) : List.of();
    Map<String, Offer> requested = new HashMap<>();
    for (Request request : requests) {
      if (world.isKnown(request.commit())) {
        requested.put(request.id(), new Offer.Of(candidate(request.commit(), request.by())));
      }
    }
    List<Promotion> remembered = remembered(stage);
    Offer offer = offer(stage);
    return new Facts(
        world.now(),
        stage.target(),
        stage.policy(),
        World.POLICY,
        ledger,
        remembered,
        offer,
        requested,
        heard.contains(stage.name())
            ? world.cluster(stage.name()).running(world.now())
            : Running.UNKNOWN,
        Freezes.inForce(ledger, Stage.APPLICATION, world.now()),
        world.approvals(stage.name()),
        requests,
        objections(stage, ledger, remembered, offer, requested.values()),
        Map.of(),
        baseline(stage, ledger),
        Company.ALONE);
  }

  private Optional<Candidate> baseline(Stage stage, LedgerState ledger) {
    return Course.inForce(
            ledger.standing(Stage.APPLICATION).current(), ledger.history(Stage.APPLICATION))
        .stream()
        .filter(release -> !world.engine().equals(release.details().get(Entry.ENGINE)))
        .findFirst()
        .map(release -> candidate(release.commit(), ""));
  }

  private Objections objections(
      Stage stage,
      LedgerState ledger,
      List<Promotion> promotions,
      Offer offer,
      Collection<Offer> requested) {
    Set<String> commits = new HashSet<>();
    promotions.forEach(one -> commits.add(one.commit()));
    requested.forEach(one -> {
      if (one instanceof Offer.Of(Candidate candidate)) {
        commits.add(candidate.commit());
      }
    });
    if (offer instanceof Offer.Of(Candidate candidate)) {
      commits.add(candidate.commit());
    }
    Map<String, List<String>> lacking = new HashMap<>();
    Map<String, String> takenBack = new HashMap<>();
    List<Entry> hotfixes =
        stage.mode() == Follows.Mode.MIRROR
            ? List.of()
            : Hotfixes.inForce(ledger.history(Stage.APPLICATION));
    for (String commit : commits) {
      List<String> without =
          hotfixes.stream()
              .map(Entry::commit)
              .filter(hotfix -> !world.contains(commit, hotfix))
              .toList();
      if (!without.isEmpty()) {
        lacking.put(commit, without);
      }
      stage
          .follows()
          .flatMap(before ->
              Upstream.takenBack(
                  before,
                  world.ledger(before).read().history(Stage.APPLICATION),
                  commit,
                  world.digest(commit)))
          .ifPresent(why -> takenBack.put(commit, why));
    }
    return new Objections(lacking, takenBack);
  }

  private Facts asked(Stage stage, Facts facts, Decision decision) {
    Map<String, Map<String, Facts.Answer>> evaluated = new HashMap<>(facts.evaluated());
    List<Promotion> known = new ArrayList<>(facts.promotions());
    known.addAll(decision.promotions());
    decision
        .ask()
        .forEach((id, names) -> {
          Promotion promotion =
              known.stream().filter(one -> one.id().equals(id)).toList().getLast();
          Map<String, Facts.Answer> answers = new HashMap<>(evaluated.getOrDefault(id, Map.of()));
          answers.putAll(world.gates().ask(stage, promotion, names));
          evaluated.put(id, answers);
        });
    return facts.with(evaluated);
  }

  private List<Promotion> remembered(Stage stage) {
    List<Promotion> all =
        world.promotions(region, stage.name()).stream()
            .filter(one -> one.state() != State.SUPERSEDED || !one.gates().isEmpty())
            .toList();
    List<Promotion> ended =
        all.stream()
            .filter(one -> one.state().isTerminal())
            .sorted(Comparator.comparing(Promotion::since).reversed())
            .limit(REMEMBERED)
            .toList();
    return all.stream()
        .filter(one -> !one.state().isTerminal() || ended.contains(one))
        .sorted(Comparator.comparing(Promotion::created).thenComparing(Promotion::id))
        .toList();
  }

  private Offer offer(Stage stage) {
    Optional<String> commit = commitFor(stage);
    if (commit.isEmpty() || isCurrent(stage, commit.get())) {
      return new Offer.Nothing();
    }
    return new Offer.Of(candidate(commit.get(), stage.follows().orElse("main")));
  }

  private Candidate candidate(String commit, String from) {
    return new Candidate(commit, world.digest(commit), world.engine(), world.now(), from);
  }

  /** The commit that comes next into a stage, whatever it renders to. */
  private Optional<String> commitFor(Stage stage) {
    if (stage.follows().isEmpty()) {
      return Optional.of(world.tip()).filter(tip -> !tip.isEmpty());
    }
    Stage before = world.stage(stage.follows().get());
    Standing standing = world.standing(before.name());
    Optional<String> unchanged =
        commitFor(before)
            .filter(commit -> isCurrent(before, commit) && standing.isVerified())
            .filter(commit -> isQuiet(before));
    boolean mirror = stage.mode() == Follows.Mode.MIRROR;
    Optional<String> verified =
        standing.verified().stream()
            .filter(entry -> mirror || entry.kind() != Entry.Kind.ROLLBACK)
            .filter(entry -> !standing.vetoed().contains(entry.digest()))
            .map(Entry::commit)
            .findFirst();
    return unchanged.or(() -> verified).filter(commit -> mirror || !ranBefore(stage, commit));
  }

  private boolean isCurrent(Stage stage, String commit) {
    return world
        .standing(stage.name())
        .current()
        .filter(release -> release.digest().equals(world.digest(commit)))
        .isPresent();
  }

  private boolean isQuiet(Stage stage) {
    return heard.contains(stage.name())
        && world.cluster(stage.name()).running(world.now()).health().state() == Health.State.HEALTHY
        && world.open(region, stage.name()).isEmpty();
  }

  private boolean ranBefore(Stage stage, String commit) {
    return world.ledger(stage.name()).read().history(Stage.APPLICATION).stream()
        .anyMatch(entry ->
            entry.kind().effect() == Entry.Effect.RELEASE && entry.commit().equals(commit));
  }
}
