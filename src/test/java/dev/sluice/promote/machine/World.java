package dev.sluice.promote.machine;

import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One application's way through environments, in memory: what is durable (ledgers, promotions,
 * voices, requests), and what is so (branch, clusters, gates). A {@link Daemon} drives it.
 */
final class World {

  static final String FIRST_ENGINE = "engine-1";
  static final String POLICY = "policy-1";

  /** The region whose daemon people talk to. */
  static final String HOME = "home";

  private final Map<String, Stage> stages = new LinkedHashMap<>();
  private final Map<String, FakeLedger> ledgers = new HashMap<>();
  private final Map<String, Cluster> clusters = new HashMap<>();
  private final Map<String, Map<String, Promotion>> promotions = new LinkedHashMap<>();
  private final Map<String, List<ApprovalRecord>> approvals = new HashMap<>();
  private final Map<String, Request> requests = new LinkedHashMap<>();
  private final Map<String, String> scopes = new HashMap<>();
  private final Map<String, Decision.Answered> answers = new LinkedHashMap<>();
  private final Map<String, String> contents = new HashMap<>();
  private final Map<String, Set<String>> contained = new HashMap<>();
  private final Set<String> asides = new HashSet<>();
  private String engine = FIRST_ENGINE;
  private final Gates gates = new Gates(this);
  private String tip = "";
  private Instant now = Instant.parse("2026-01-05T09:00:00Z");

  World(Stage... in) {
    for (Stage stage : in) {
      stages.put(stage.name(), stage);
      ledgers.put(stage.name(), new FakeLedger());
      clusters.put(stage.name(), new Cluster());
      approvals.put(stage.name(), new ArrayList<>());
    }
  }

  List<Stage> stages() {
    return List.copyOf(stages.values());
  }

  Stage stage(String name) {
    return stages.get(name);
  }

  /** The policy of a stage changes. */
  void replace(Stage stage) {
    stages.put(stage.name(), stage);
  }

  Instant now() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  FakeLedger ledger(String stage) {
    return ledgers.get(stage);
  }

  Cluster cluster(String stage) {
    return clusters.get(stage);
  }

  Gates gates() {
    return gates;
  }

  /** The tip of the branch moves to a commit that renders to something of its own everywhere. */
  void commit(String commit) {
    commit(commit, commit);
  }

  /** The same, and it renders to the content that another commit rendered to. */
  void commit(String commit, String content) {
    contains(commit);
    tip = commit;
    contents.put(commit, content);
  }

  /** A commit on another branch, which begins at the tip. */
  void aside(String commit) {
    contains(commit);
    asides.add(commit);
    contents.put(commit, commit);
  }

  /** A commit to the branch that merges another one into it. */
  void merge(String commit, String other) {
    commit(commit);
    contained.get(commit).addAll(contained.get(other));
  }

  /** The same with everything that was committed aside. */
  void mergeAll(String commit) {
    commit(commit);
    asides.forEach(aside -> contained.get(commit).addAll(contained.get(aside)));
  }

  private void contains(String commit) {
    Set<String> commits = new HashSet<>(contained.getOrDefault(tip, Set.of()));
    commits.add(commit);
    contained.put(commit, commits);
  }

  /** Whether a commit descends from another one, or is it. */
  boolean contains(String commit, String other) {
    return contained.getOrDefault(commit, Set.of()).contains(other);
  }

  String tip() {
    return tip;
  }

  /** What a commit renders to. */
  String digest(String commit) {
    return rendered(contents.getOrDefault(commit, commit));
  }

  /** What it is whatever renders it. */
  static String plain(String digest) {
    return digest.replaceAll("-engine-\\d+$", "");
  }

  private String rendered(String content) {
    return "digest-" + content + (engine.equals(FIRST_ENGINE) ? "" : "-" + engine);
  }

  String engine() {
    return engine;
  }

  /** Another renderer comes: it makes something else of every commit. */
  void engine(String another) {
    engine = another;
  }

  boolean isKnown(String commit) {
    return contents.containsKey(commit);
  }

  // ---- what is written down

  List<Promotion> promotions(String stage) {
    return promotions(HOME, stage);
  }

  /** Those in the cluster of a region. */
  List<Promotion> promotions(String region, String stage) {
    return promotions.getOrDefault(region, Map.of()).values().stream()
        .filter(one -> one.target().environment().equals(stage))
        .toList();
  }

  /** The regions whose daemon ever wrote anything. */
  Set<String> regions() {
    return promotions.keySet();
  }

  void write(String region, Promotion promotion) {
    promotions
        .computeIfAbsent(region, name -> new LinkedHashMap<>())
        .put(promotion.id(), promotion);
  }

  void write(Promotion promotion) {
    write(HOME, promotion);
  }

  /** Somebody deletes the resources of all promotions. */
  void deletePromotions() {
    promotions.values().forEach(Map::clear);
  }

  List<ApprovalRecord> approvals(String stage) {
    return List.copyOf(approvals.get(stage));
  }

  void say(String stage, String who, ApprovalRecord.Decision decision, String commit) {
    approvals
        .get(stage)
        .add(new ApprovalRecord(who, "kubernetes", now, decision, digest(commit), ""));
  }

  void approve(String stage, String who, String commit) {
    say(stage, who, ApprovalRecord.Decision.APPROVE, commit);
  }

  /** A person asks for something; the answer comes under the id that is returned. */
  String ask(String stage, Request.Action action, String commit, OptionalLong release) {
    return ask(stage, action, commit, release, 1, Optional.empty());
  }

  String ask(String stage, Request.Action action) {
    return ask(stage, action, "", OptionalLong.empty());
  }

  String ask(
      String stage,
      Request.Action action,
      String commit,
      OptionalLong release,
      int level,
      Optional<Instant> until) {
    return ask(stage, action, commit, release, level, until, Set.of());
  }

  /** The same, knowing what it means. */
  String ask(
      String stage,
      Request.Action action,
      String commit,
      OptionalLong release,
      Set<Request.Despite> overrides) {
    return ask(stage, action, commit, release, 1, Optional.empty(), overrides);
  }

  private String ask(
      String stage,
      Request.Action action,
      String commit,
      OptionalLong release,
      int level,
      Optional<Instant> until,
      Set<Request.Despite> overrides) {
    String id = "request-" + (requests.size() + 1);
    requests.put(
        id,
        new Request(
            id, action, "ada", now, "reason of " + id, commit, release, level, until, overrides));
    scopes.put(id, stage);
    return id;
  }

  /** Those that were not answered. */
  List<Request> requests(String stage) {
    return requests.values().stream()
        .filter(request -> scopes.get(request.id()).equals(stage))
        .filter(request -> !answers.containsKey(request.id()))
        .toList();
  }

  void answer(String request, Decision.Answered answered) {
    answers.put(request, answered);
  }

  Decision.Answered answer(String request) {
    return answers.get(request);
  }

  // ---- what it comes to

  Standing standing(String stage) {
    return ledger(stage).read().standing(Stage.APPLICATION);
  }

  /** The entries, the oldest first, as {@code Promote a, Verified}. */
  List<String> logbook(String stage) {
    return ledger(stage).read().history(Stage.APPLICATION).reversed().stream()
        .map(entry ->
            entry.kind().effect() == Entry.Effect.RELEASE
                ? entry.kind().word() + " " + entry.commit()
                : entry.kind().word())
        .toList();
  }

  /** The newest promotion of a commit. */
  Promotion promotion(String stage, String commit) {
    return promotions(stage).stream()
        .filter(one -> one.commit().equals(commit))
        .max(Comparator.comparing(Promotion::created).thenComparing(Promotion::since))
        .orElseThrow(() -> new AssertionError("no promotion of " + commit + " in " + stage));
  }

  /** Where a commit stands on its way into a stage. */
  State state(String stage, String commit) {
    return promotion(stage, commit).state();
  }

  List<Promotion> open(String stage) {
    return open(HOME, stage);
  }

  List<Promotion> open(String region, String stage) {
    return promotions(region, stage).stream().filter(one -> !one.state().isTerminal()).toList();
  }

  TargetId target(String stage) {
    return stage(stage).target();
  }
}
