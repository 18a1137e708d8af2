package dev.sluice.promote.machine;

import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.Freezes;
import dev.sluice.promote.ledger.Ledger;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.ledger.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A unit of applications in one environment that follows a branch, and the daemon that drives it.
 */
final class UnitWorld {

  private static final int ROUNDS = 4;

  private final List<String> applications;
  private final PromotionPolicy policy;
  private final Daemon.Mishaps mishaps;
  private final FakeLedger ledger = new FakeLedger();
  private final Map<String, Cluster> clusters = new HashMap<>();
  private final Map<String, Map<String, String>> commits = new LinkedHashMap<>();
  private final Map<String, Promotion> promotions = new LinkedHashMap<>();
  private final Map<String, Request> requests = new LinkedHashMap<>();
  private final Map<String, String> about = new HashMap<>();
  private final Map<String, Decision.Answered> answers = new HashMap<>();
  private final Map<String, Verdict> gates = new HashMap<>();
  private final Set<String> refused = new HashSet<>();
  private final Set<String> heard = new HashSet<>();
  private final List<List<Entry>> appended = new ArrayList<>();
  private String tip = "";
  private Instant now = Instant.parse("2026-01-05T09:00:00Z");

  UnitWorld(PromotionPolicy policy, Daemon.Mishaps mishaps, String... applications) {
    this.policy = policy;
    this.mishaps = mishaps;
    this.applications = List.of(applications);
    this.applications.forEach(one -> clusters.put(one, new Cluster()));
  }

  List<String> applications() {
    return applications;
  }

  /** The branch moves on; these applications change. */
  void commit(String name, String... changed) {
    Map<String, String> contents = new HashMap<>(commits.getOrDefault(tip, Map.of()));
    applications.forEach(one -> contents.putIfAbsent(one, one + "-0"));
    for (String application : changed) {
      contents.put(application, application + "-" + name);
    }
    commit(name, contents);
  }

  void commit(String name, Map<String, String> contents) {
    commits.put(name, contents);
    tip = name;
  }

  List<String> commits() {
    return List.copyOf(commits.keySet());
  }

  Map<String, String> contents(String commit) {
    return commits.get(commit);
  }

  String digest(String application, String commit) {
    return commits.get(commit).get(application);
  }

  Cluster cluster(String application) {
    return clusters.get(application);
  }

  void gate(String application, String gate, Optional<Verdict> verdict) {
    verdict.ifPresentOrElse(
        one -> gates.put(application + "/" + gate, one),
        () -> gates.remove(application + "/" + gate));
  }

  void gatesReset() {
    gates.clear();
  }

  /** The gate "config" refuses this for good. */
  void refuse(String digest) {
    refused.add(digest);
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  Instant now() {
    return now;
  }

  String ask(String application, Request.Action action, String commit, OptionalLong release) {
    String id = "request-" + (requests.size() + 1);
    boolean freeze = action == Request.Action.FREEZE;
    requests.put(
        id,
        new Request(
            id,
            action,
            "ada",
            now,
            "reason of " + id,
            commit,
            release,
            1,
            freeze ? Optional.of(now.plus(Duration.ofMinutes(20))) : Optional.empty()));
    about.put(id, application);
    return id;
  }

  String ask(String application, Request.Action action) {
    return ask(application, action, "", OptionalLong.empty());
  }

  Decision.Answered answer(String request) {
    return answers.get(request);
  }

  List<String> unanswered() {
    return requests.keySet().stream().filter(id -> !answers.containsKey(id)).toList();
  }

  void deletePromotions() {
    promotions.clear();
  }

  void restart() {
    heard.clear();
  }

  void elsewhere() {
    ledger.elsewhere();
  }

  // ---- what it comes to

  /** Each commit to the ledger, the oldest first. */
  List<List<Entry>> appended() {
    return appended;
  }

  Standing standing(String application) {
    return ledger.read().standing(application);
  }

  List<Entry> history(String application) {
    return ledger.read().history(application);
  }

  List<String> logbook(String application) {
    return history(application).reversed().stream()
        .map(entry ->
            entry.kind().effect() == Entry.Effect.RELEASE
                ? entry.kind().word() + " " + entry.commit()
                : entry.kind().word())
        .toList();
  }

  List<Promotion> promotions(String application) {
    return promotions.values().stream()
        .filter(one -> one.target().application().equals(application))
        .toList();
  }

  List<Promotion> open(String application) {
    return promotions(application).stream().filter(one -> !one.state().isTerminal()).toList();
  }

  Promotion promotion(String application, String commit) {
    return promotions(application).stream()
        .filter(one -> one.commit().equals(commit))
        .max(java.util.Comparator.comparing(Promotion::created).thenComparing(Promotion::since))
        .orElseThrow(() -> new AssertionError("no promotion of " + commit));
  }

  // ---- the daemon

  void run(String application) {
    boolean frozen =
        Freezes.inForce(ledger.read(), application, now).filter(Freezes::stopsWrites).isPresent();
    if (!frozen) {
      standing(application)
          .current()
          .ifPresent(release -> clusters.get(application).apply(release.digest(), now));
    }
    heard.add(application);
  }

  /** Rounds with some time between them, until nothing is decided any more. */
  void settle(Duration most) {
    Instant end = now.plus(most);
    int quiet = 0;
    while (quiet < 4 && now.isBefore(end)) {
      applications.forEach(this::run);
      quiet = decide() ? 0 : quiet + 1;
      pass(Duration.ofSeconds(20));
    }
  }

  void settle() {
    settle(Duration.ofHours(2));
  }

  /** One decision about the unit, carried out; tells whether there was anything to do. */
  boolean decide() {
    LedgerState base = ledger.read();
    List<Facts> facts = applications.stream().map(one -> facts(one, base)).toList();
    Map<TargetId, Decision> decisions = UnitMachine.decide(facts, this::render);
    for (int round = 0; round < ROUNDS && asks(decisions); round++) {
      Map<TargetId, Decision> asking = decisions;
      facts = facts.stream().map(one -> asked(one, asking.get(one.target()))).toList();
      decisions = UnitMachine.decide(facts, this::render);
    }
    mishaps.between("before anything");
    for (Decision decision : decisions.values()) {
      for (Promotion promotion : decision.promotions()) {
        promotions.put(promotion.id(), promotion);
        mishaps.between("after writing " + promotion.id());
      }
    }
    for (Decision decision : decisions.values()) {
      decision
          .answered()
          .forEach((id, answer) -> {
            answers.put(id, answer);
            mishaps.between("after answering " + id);
          });
    }
    List<Entry> entries =
        decisions.values().stream().flatMap(one -> one.append().stream()).toList();
    if (!entries.isEmpty()) {
      append(base, entries);
    }
    return decisions.values().stream()
        .anyMatch(one ->
            !one.promotions().isEmpty()
                || !one.answered().isEmpty()
                || !one.append().isEmpty()
                || one.recheckAt().filter(when -> when.isAfter(now)).isPresent());
  }

  private static boolean asks(Map<TargetId, Decision> decisions) {
    return decisions.values().stream().anyMatch(one -> !one.ask().isEmpty());
  }

  private void append(LedgerState base, List<Entry> entries) {
    if (mishaps.isOvertaken()) {
      ledger.elsewhere();
    }
    if (ledger.append(base, entries) instanceof Ledger.Appended.Accepted) {
      appended.add(entries);
      mishaps.between("after appending");
    }
  }

  private Optional<String> render(TargetId target, String commit) {
    return Optional.ofNullable(commits.get(commit)).map(one -> one.get(target.application()));
  }

  private Facts facts(String application, LedgerState base) {
    List<Request> open =
        requests.values().stream()
            .filter(one -> about.get(one.id()).equals(application))
            .filter(one -> !answers.containsKey(one.id()))
            .toList();
    Map<String, Offer> requested = new HashMap<>();
    open.stream()
        .filter(one -> commits.containsKey(one.commit()))
        .forEach(
            one -> requested.put(one.id(), new Offer.Of(candidate(application, one.commit()))));
    return new Facts(
        now,
        target(application),
        policy,
        World.POLICY,
        base,
        promotions(application),
        offer(application, base),
        requested,
        heard.contains(application) ? clusters.get(application).running(now) : Running.UNKNOWN,
        Freezes.inForce(base, application, now),
        List.of(),
        open,
        Objections.NONE,
        Map.of(),
        Optional.empty(),
        Company.ALONE);
  }

  private Offer offer(String application, LedgerState base) {
    if (tip.isEmpty()) {
      return new Offer.Nothing();
    }
    Candidate candidate = candidate(application, tip);
    return base.standing(application)
            .current()
            .filter(one -> one.digest().equals(candidate.digest()))
            .isPresent()
        ? new Offer.Nothing()
        : new Offer.Of(candidate);
  }

  private Candidate candidate(String application, String commit) {
    return new Candidate(commit, digest(application, commit), "", now, "main");
  }

  private Facts asked(Facts facts, Decision decision) {
    Map<String, Map<String, Facts.Answer>> evaluated = new HashMap<>(facts.evaluated());
    List<Promotion> known = new ArrayList<>(facts.promotions());
    known.addAll(decision.promotions());
    decision
        .ask()
        .forEach((id, names) -> {
          Promotion promotion =
              known.stream().filter(one -> one.id().equals(id)).toList().getLast();
          Map<String, Facts.Answer> all = new HashMap<>(evaluated.getOrDefault(id, Map.of()));
          policy.gates().stream()
              .filter(gate -> names.contains(gate.name()))
              .forEach(gate -> all.put(gate.name(), answer(promotion, gate)));
          evaluated.put(id, all);
        });
    return facts.with(evaluated);
  }

  private Facts.Answer answer(Promotion promotion, Gate gate) {
    String application = promotion.target().application();
    Verdict set = gates.get(application + "/" + gate.name());
    Cluster cluster = clusters.get(application);
    Verdict verdict =
        set != null
            ? set
            : switch (gate) {
              case Gate.Http ignored ->
                  cluster.digest().equals(promotion.digest())
                          && cluster.fate(promotion.digest()) == Cluster.Fate.GOOD
                      ? Verdict.PASS
                      : Verdict.FAIL;
              default -> refused.contains(promotion.digest()) ? Verdict.FAIL : Verdict.PASS;
            };
    return new Facts.Answer(
        new GateResult(
            gate.name(),
            gate.word(),
            gate.phase(),
            verdict,
            gate.name() + " says " + verdict.word(),
            "",
            now,
            ""),
        Optional.of(now.plusSeconds(30)));
  }

  static TargetId target(String application) {
    return new TargetId("platform", application, "prod");
  }
}
