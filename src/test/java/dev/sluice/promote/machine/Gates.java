package dev.sluice.promote.machine;

import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.SoakEvidence;
import dev.sluice.promote.strategy.Course;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the gates of the {@link World} say. */
final class Gates {

  private final World world;
  private final Map<String, Verdict> set = new HashMap<>();
  private final Set<String> invalid = new HashSet<>();

  Gates(World world) {
    this.world = world;
  }

  /** A gate of a stage says this from now on, whatever it is asked about. */
  void set(String stage, String gate, Verdict verdict) {
    set.put(stage + "/" + gate, verdict);
  }

  /** The same; empty for what it really finds. */
  void set(String stage, String gate, Optional<Verdict> verdict) {
    verdict.ifPresentOrElse(one -> set(stage, gate, one), () -> set.remove(stage + "/" + gate));
  }

  void reset() {
    set.clear();
  }

  /** The gate "config" refuses what a commit renders to. */
  void refuse(String commit) {
    invalid.add(World.plain(world.digest(commit)));
  }

  /** Whether a release could have come through its gates: asked of whoever claims it did. */
  boolean isRefused(String digest) {
    return invalid.contains(World.plain(digest));
  }

  Map<String, Facts.Answer> ask(Stage stage, Promotion promotion, List<String> names) {
    Map<String, Facts.Answer> answers = new LinkedHashMap<>();
    for (Gate gate : stage.policy().gates()) {
      if (names.contains(gate.name())) {
        answers.put(gate.name(), ask(stage, promotion, gate));
      }
    }
    return answers;
  }

  private Facts.Answer ask(Stage stage, Promotion promotion, Gate gate) {
    Verdict verdict = set.get(stage.name() + "/" + gate.name());
    if (verdict != null) {
      return answer(gate, verdict, "", Optional.of(world.now().plusSeconds(30)));
    }
    return switch (gate) {
      case Gate.Approval approval -> approval(promotion, approval);
      case Gate.Soak soak -> soak(stage, promotion, soak);
      case Gate.Http http -> smoke(stage, promotion, http);
      default ->
          answer(
              gate,
              invalid.contains(World.plain(promotion.digest())) ? Verdict.FAIL : Verdict.PASS,
              "",
              Optional.empty());
    };
  }

  private Facts.Answer approval(Promotion promotion, Gate.Approval gate) {
    List<ApprovalRecord> voices = promotion.approvals();
    int needed = gate.count() + (promotion.kind() == Entry.Kind.HOTFIX ? 1 : 0);
    if (voices.stream().anyMatch(one -> one.decision() == ApprovalRecord.Decision.REJECT)) {
      return answer(gate, Verdict.FAIL, "", Optional.empty());
    }
    long said = voices.stream().map(ApprovalRecord::by).distinct().count();
    return answer(gate, said >= needed ? Verdict.PASS : Verdict.PENDING, "", Optional.empty());
  }

  private Facts.Answer soak(Stage stage, Promotion promotion, Gate.Soak gate) {
    Optional<Instant> over =
        stage.follows().stream()
            .flatMap(before -> world.ledger(before).read().history(Stage.APPLICATION).stream())
            .filter(entry -> entry.kind() == Entry.Kind.VERIFIED)
            .filter(entry -> World.plain(entry.digest()).equals(World.plain(promotion.digest())))
            .map(entry -> entry.at().plus(gate.duration()))
            .findFirst();
    boolean passed = over.filter(when -> !world.now().isBefore(when)).isPresent();
    return answer(
        gate,
        passed ? Verdict.PASS : Verdict.PENDING,
        over.map(when -> new SoakEvidence.Until(when).toString()).orElse(""),
        over);
  }

  private Facts.Answer smoke(Stage stage, Promotion promotion, Gate.Http gate) {
    Cluster cluster = world.cluster(stage.name());
    boolean good =
        (gate.phase() == Gate.Phase.DURING
                || World.plain(cluster.digest()).equals(World.plain(applied(stage))))
            && cluster.fate(promotion.digest()) == Cluster.Fate.GOOD;
    return answer(gate, good ? Verdict.PASS : Verdict.FAIL, "", Optional.empty());
  }

  /** What the ledger says, applied. */
  private String applied(Stage stage) {
    return Course.of(world.ledger(stage.name()).read().history(Stage.APPLICATION))
        .map(Course::digest)
        .orElse("");
  }

  private Facts.Answer answer(
      Gate gate, Verdict verdict, String evidence, Optional<Instant> recheckAt) {
    return new Facts.Answer(
        new GateResult(
            gate.name(),
            gate.word(),
            gate.phase(),
            verdict,
            gate.name() + " says " + verdict.word(),
            evidence,
            world.now(),
            ""),
        recheckAt);
  }
}
