package dev.sluice.promote.dr;

import dev.sluice.model.Health;
import dev.sluice.model.promotion.DrillSchedule;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.Role;
import dev.sluice.model.promotion.Roles;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.RoleInForce;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.machine.Decision.Answered;
import dev.sluice.promote.machine.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Two regions with their ledgers, in memory. Clusters do what their ledgers say with the next tick,
 * unless a test says otherwise.
 */
final class Regions {

  static final Roles DR_ROLES =
      new Roles(
          Role.STANDBY,
          "overlays/*/dr-active",
          Map.of(
              Role.ACTIVE,
              new Roles.Hooks("data.yaml", "traffic.yaml"),
              Role.STANDBY,
              new Roles.Hooks("restore.yaml", "")));
  static final Roles PROD_ROLES = new Roles(Role.ACTIVE, "overlays/*/prod-fenced", Map.of());

  Instant now = Instant.parse("2026-03-02T10:00:00Z");
  LedgerState dr = LedgerState.EMPTY;
  LedgerState prod = LedgerState.EMPTY;
  Roles drRoles = DR_ROLES;
  Roles prodRoles = PROD_ROLES;
  String prodUnknown = "";
  Optional<DrillSchedule> drill = Optional.empty();
  Optional<String> behind = Optional.empty();
  boolean prodObeys = true;
  Health drHealth = Health.HEALTHY;
  final Map<Step, Verdict> verdicts = new HashMap<>();
  final List<Request> requests = new ArrayList<>();
  final Map<String, Answered> answers = new HashMap<>();
  final List<Step> asked = new ArrayList<>();
  Optional<Role> drIn = Optional.of(Role.STANDBY);
  Optional<Role> prodIn = Optional.of(Role.ACTIVE);

  /** A person asks. */
  Request ask(Request.Action action, Duration... length) {
    Request request =
        new Request(
            action.name().toLowerCase(java.util.Locale.ROOT) + "-" + (requests.size() + 1),
            action,
            "ada",
            now,
            "the data centre burns",
            "",
            OptionalLong.empty(),
            0,
            length.length == 0 ? Optional.empty() : Optional.of(now.plus(length[0])),
            Set.of());
    requests.add(request);
    return request;
  }

  /** What is known. */
  DrFacts facts() {
    DrFacts facts =
        new DrFacts(
            now,
            side("dr", drRoles, dr, "", drIn, drHealth),
            Optional.of(side("prod", prodRoles, prod, prodUnknown, prodIn, Health.HEALTHY)),
            requests.stream().filter(one -> !answers.containsKey(one.id())).toList(),
            new DrFacts.Smoke(List.of(smoke()), List.of(smoke())),
            drill.map(one -> new DrFacts.Scheduled(one, behind)),
            List.of());
    Optional<Question> question = Question.of(facts);
    return question.isEmpty() ? facts : facts.with(checks(question.get()));
  }

  private List<Check> checks(Question question) {
    if (asked.isEmpty() || asked.getLast() != question.step()) {
      asked.add(question.step());
    }
    Verdict verdict = verdicts.getOrDefault(question.step(), Verdict.PASS);
    return List.of(new Check("shop", question.step().word(), verdict, "said so"));
  }

  /** One decision, carried out; tells whether anything was written. */
  boolean tick() {
    DrDecision decision = decide();
    return !decision.append().isEmpty() || !decision.elsewhere().isEmpty();
  }

  /** The same, with what was decided. */
  DrDecision decide() {
    DrDecision decision = DrMachine.decide(facts());
    prod = with(prod, decision.elsewhere());
    dr = with(dr, decision.append());
    answers.putAll(decision.answered());
    now = now.plusSeconds(1);
    drIn = Optional.of(RoleInForce.of(dr).orElse(drRoles.initial()));
    if (prodObeys) {
      prodIn = Optional.of(RoleInForce.of(prod).orElse(prodRoles.initial()));
    }
    return decision;
  }

  /** Ticks until there is an answer to a request. */
  Answered until(Request request) {
    for (int i = 0; i < 10_000 && !answers.containsKey(request.id()); i++) {
      tick();
    }
    Answered answered = answers.get(request.id());
    if (answered == null) {
      throw new AssertionError("no answer; the ledger: " + steps());
    }
    return answered;
  }

  /** The steps on record, the oldest first. */
  List<String> steps() {
    return dr.history("").reversed().stream()
        .map(entry -> entry.details().get(Takeover.STEP) + " " + entry.kind().word())
        .toList();
  }

  /** What is on record for the original, the oldest first. */
  List<String> elsewhere() {
    return prod.history("").reversed().stream()
        .map(entry -> entry.kind().word() + " " + entry.details().getOrDefault(Role.DETAIL, ""))
        .map(String::strip)
        .toList();
  }

  static LedgerState with(LedgerState before, List<Entry> entries) {
    if (entries.isEmpty()) {
      return before;
    }
    List<Entry> history = new ArrayList<>(before.history(""));
    for (Entry entry : entries) {
      long next = history.isEmpty() ? 1 : history.getFirst().number() + 1;
      if (entry.number() != next) {
        throw new AssertionError("entry %d follows %d".formatted(entry.number(), next - 1));
      }
      history.addFirst(entry);
    }
    Map<String, List<Entry>> histories = new HashMap<>(before.histories());
    histories.put("", List.copyOf(history));
    return new LedgerState("tip" + history.size(), histories);
  }

  private static Side side(
      String name,
      Roles roles,
      LedgerState ledger,
      String unknown,
      Optional<Role> in,
      Health health) {
    return new Side(
        name, roles, ledger, unknown, List.of(new Side.Member("shop", true, in, health, "")));
  }

  private static Gate smoke() {
    return new Gate.Soak(
        "smoke", Gate.Phase.POST, Duration.ofSeconds(1), dev.sluice.model.Origin.UNKNOWN);
  }
}
