package dev.sluice.report;

import java.util.List;

/**
 * The one table of metrics. Names are those of Micrometer; Prometheus shows them with underscores
 * and, where the kind says so, with {@code _total}, {@code _count}, {@code _sum} and {@code _max}.
 * {@code docs/metrics.md} lists the same.
 */
public enum Metric {
  STAGE("sluice.stage.seconds", Kind.TIMER, List.of("stage"), "Time spent in a stage of a run"),
  RUNS(
      "sluice.runs",
      Kind.COUNTER,
      List.of("environment", "outcome"),
      "Runs of targets, by what they came to"),
  STEPS(
      "sluice.steps",
      Kind.COUNTER,
      List.of("environment", "action", "verdict", "result"),
      "Objects applied, deleted or held back"),
  DRIFT(
      "sluice.drift",
      Kind.COUNTER,
      List.of("environment", "verdict"),
      "Objects found changed behind the back of Git"),
  HEALED(
      "sluice.healed",
      Kind.COUNTER,
      List.of("environment", "verdict"),
      "Objects put back as Git wants them"),
  PRUNED(
      "sluice.pruned", Kind.COUNTER, List.of("environment"), "Objects deleted after leaving Git"),
  FAILURES(
      "sluice.failures",
      Kind.COUNTER,
      List.of("environment", "reason"),
      "Failures of runs, by reason; one that lasts is counted with each run"),
  TARGET_SYNC(
      "sluice.target.sync",
      Kind.STATE,
      List.of("repository", "application", "environment", "state"),
      "1 for the state a target is in: Synced, Progressing, Waiting, OutOfSync or Failed"),
  TARGET_HEALTH(
      "sluice.target.health",
      Kind.STATE,
      List.of("repository", "application", "environment", "state"),
      "1 for the health a target is in"),
  QUEUE("sluice.queue.depth", Kind.GAUGE, List.of(), "Targets that wait for a worker"),
  API_REQUESTS(
      "sluice.api.request.seconds",
      Kind.TIMER,
      List.of("cluster", "method", "status"),
      "Requests to API servers, tries that failed included; status 0 is no answer"),
  RENDERS(
      "sluice.renders",
      Kind.COUNTER,
      List.of("result"),
      "Renders: rendered anew, answered from memory, or failed"),
  PROMOTIONS(
      "sluice.promotions",
      Kind.COUNTER,
      List.of("environment", "kind", "state"),
      "Promotions that came into a state"),
  PROMOTIONS_OPEN(
      "sluice.promotions.open",
      Kind.GAUGE,
      List.of("environment", "kind", "state"),
      "Promotions that have not ended, by where they stand"),
  PROMOTIONS_HELD(
      "sluice.promotions.held",
      Kind.GAUGE,
      List.of("environment"),
      "Applications whose last release failed and waits for a person"),
  PROMOTION_LEAD(
      "sluice.promotion.lead.seconds",
      Kind.TIMER,
      List.of("environment", "kind"),
      "From a candidate to its verified release"),
  APPROVALS_OPEN(
      "sluice.approvals.open",
      Kind.GAUGE,
      List.of("environment"),
      "Promotions that wait for people to approve them"),
  GATE_RESULTS(
      "sluice.gate.results",
      Kind.COUNTER,
      List.of("environment", "gate", "verdict"),
      "What gates said, by their kind; the same said again is not counted"),
  GATE_WAITS(
      "sluice.gate.wait.seconds",
      Kind.TIMER,
      List.of("environment", "gate"),
      "How long gates that did not pass at once kept promotions waiting, by their kind"),
  LEDGER_WRITES(
      "sluice.ledger.write.seconds",
      Kind.TIMER,
      List.of("environment", "result"),
      "Writes to ledgers: accepted, lost to somebody faster, or why not"),
  LEDGER_WAITS(
      "sluice.ledger.waits",
      Kind.GAUGE,
      List.of("repository", "environment", "state"),
      "1 while a ledger waits, or 0: PendingPush for its Git host, LedgerHeld and LedgerEdited for"
          + " a person"),
  DR_LAG(
      "sluice.dr.lag.seconds",
      Kind.GAUGE,
      List.of("repository", "application", "environment"),
      "Seconds for which something is verified upstream and not here, at the most"),
  DR_READY(
      "sluice.dr.ready",
      Kind.GAUGE,
      List.of("repository", "application", "environment"),
      "1 while an application of a standby could take over, or 0"),
  TAKEOVERS(
      "sluice.dr.takeovers",
      Kind.COUNTER,
      List.of("environment", "kind", "outcome"),
      "Drills, failovers and failbacks of standbys that ended, by what came of them"),
  DR_LAST_DRILL(
      "sluice.dr.last.drill.timestamp.seconds",
      Kind.GAUGE,
      List.of("repository", "environment"),
      "When the last drill of a standby ended, in seconds since 1970"),
  DR_DRILL_RECOVERY(
      "sluice.dr.drill.recovery.seconds",
      Kind.GAUGE,
      List.of("repository", "environment"),
      "The recovery time that the last drill measured, as far as it came"),
  DR_DRILL_PASSED(
      "sluice.dr.drill.passed",
      Kind.GAUGE,
      List.of("repository", "environment"),
      "1 where the last drill showed that the standby could take over, or 0"),
  GITHUB_REQUESTS(
      "sluice.github.request.seconds",
      Kind.TIMER,
      List.of("host", "status"),
      "Requests to APIs of GitHub; status 0 is no answer, 304 cost nothing of the limit"),
  GIT_POLLS(
      "sluice.git.poll.seconds",
      Kind.TIMER,
      List.of("repository", "result"),
      "Polls of config repositories, by result");

  private final String id;
  private final Kind kind;
  private final List<String> labels;
  private final String meaning;

  Metric(String id, Kind kind, List<String> labels, String meaning) {
    this.id = id;
    this.kind = kind;
    this.labels = labels;
    this.meaning = meaning;
  }

  /** The name. */
  public String id() {
    return id;
  }

  /** What it measures, for people. */
  public String meaning() {
    return meaning;
  }

  /** Its labels, in the order in which their values are given. */
  public List<String> labels() {
    return labels;
  }

  /** What kind of number it is. */
  public Kind kind() {
    return kind;
  }

  /** How Prometheus calls it, without the suffixes of a timer. */
  public String prometheus() {
    String name = id.replace('.', '_');
    return switch (kind) {
      case COUNTER -> name + "_total";
      case TIMER, GAUGE, STATE -> name;
    };
  }

  /** What kind of number a metric is. */
  public enum Kind {
    /** Grows; starts anew with the daemon. */
    COUNTER,
    /** Count, sum and greatest of durations, in seconds. */
    TIMER,
    /** As it is now. */
    GAUGE,
    /** Always 1; the label {@code state} says which state it is. */
    STATE
  }
}
