package dev.sluice.kube;

import dev.sluice.kube.resource.PromotionSpec;
import dev.sluice.kube.resource.PromotionStatusBody;
import dev.sluice.kube.resource.PromotionStatusBody.ApprovalBody;
import dev.sluice.kube.resource.PromotionStatusBody.GateBody;
import dev.sluice.model.Revision;
import dev.sluice.model.TargetId;
import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.promote.machine.Promotion;
import dev.sluice.promote.machine.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Between promotions and the bodies of their resources. Pure. */
final class PromotionBodies {

  private static final Words<Entry.Kind> KINDS =
      new Words<>("kind", Entry.Kind.values(), Entry.Kind::word);
  private static final Words<State> STATES = new Words<>("state", State.values(), State::word);
  private static final Words<Verdict> VERDICTS =
      new Words<>("verdict", Verdict.values(), Verdict::word);
  private static final Words<Gate.Phase> PHASES = Words.lowerCase("phase", Gate.Phase.values());
  static final Words<ApprovalRecord.Decision> DECISIONS =
      Words.lowerCase("decision", ApprovalRecord.Decision.values());

  private PromotionBodies() {}

  static PromotionSpec spec(Promotion promotion) {
    TargetId target = promotion.target();
    return new PromotionSpec(
        target.repository(),
        target.application(),
        target.environment(),
        KINDS.word(promotion.kind()),
        promotion.commit(),
        new Revision(target.repository(), promotion.commit()).abbreviated(),
        promotion.digest(),
        promotion.engine(),
        promotion.base(),
        promotion.about().orElse(0),
        promotion.policy(),
        promotion.requestedBy(),
        promotion.reason(),
        promotion.attempt(),
        promotion.created().toString());
  }

  static PromotionStatusBody status(Promotion promotion) {
    return new PromotionStatusBody(
        STATES.word(promotion.state()),
        promotion.since().toString(),
        promotion.message(),
        promotion.gates().stream().map(PromotionBodies::gate).toList(),
        promotion.approvals().stream().map(PromotionBodies::approval).toList(),
        promotion.skipped(),
        promotion.release().orElse(0),
        promotion.intent().orElse(""),
        promotion.intent().isPresent(),
        text(promotion.healthySince()),
        text(promotion.stalledSince()),
        text(promotion.deadline()),
        text(promotion.recheckAt()));
  }

  /**
   * A promotion from its resource. Without a status it is one whose first status could not be
   * written: it begins anew.
   *
   * @throws IllegalArgumentException when it was not written by us
   */
  static Promotion promotion(String id, PromotionSpec spec, @Nullable PromotionStatusBody status) {
    Instant created = Words.time("spec.created", spec.created());
    PromotionStatusBody body = status == null ? fresh(spec) : status;
    return new Promotion(
        id,
        new TargetId(
            Words.given("spec.repository", spec.repository()),
            Words.given("spec.application", spec.application()),
            Words.given("spec.environment", spec.environment())),
        KINDS.of(spec.kind()),
        Words.given("spec.commit", spec.commit()),
        Words.text(spec.digest()),
        Words.text(spec.engine()),
        spec.base(),
        number(spec.about()),
        Words.text(spec.policy()),
        Words.text(spec.requestedBy()),
        Words.text(spec.reason()),
        spec.attempt(),
        created,
        STATES.of(body.state()),
        Words.time("status.since", body.since()),
        Words.text(body.message()),
        list(body.gates()).stream().map(PromotionBodies::gate).toList(),
        list(body.approvals()).stream().map(PromotionBodies::approval).toList(),
        Objects.requireNonNullElse(body.skipped(), Map.of()),
        number(body.release()),
        body.committing() ? Optional.of(Words.text(body.intent())) : Optional.empty(),
        time("status.healthySince", body.healthySince()),
        time("status.stalledSince", body.stalledSince()),
        time("status.deadline", body.deadline()),
        time("status.recheckAt", body.recheckAt()));
  }

  private static PromotionStatusBody fresh(PromotionSpec spec) {
    return new PromotionStatusBody(
        State.PENDING.word(),
        spec.created(),
        "",
        List.of(),
        List.of(),
        Map.of(),
        0,
        "",
        false,
        "",
        "",
        "",
        "");
  }

  private static GateBody gate(GateResult result) {
    return new GateBody(
        result.gate(),
        result.kind(),
        PHASES.word(result.phase()),
        VERDICTS.word(result.verdict()),
        result.reason(),
        result.evidence(),
        result.decidedAt().toString(),
        result.inputs());
  }

  private static GateResult gate(GateBody body) {
    return new GateResult(
        Words.text(body.gate()),
        Words.text(body.kind()),
        PHASES.of(body.phase()),
        VERDICTS.of(body.verdict()),
        Words.text(body.reason()),
        Words.text(body.evidence()),
        Words.time("decidedAt", body.decidedAt()),
        Words.text(body.inputs()));
  }

  private static ApprovalBody approval(ApprovalRecord record) {
    return new ApprovalBody(
        record.by(),
        record.how(),
        record.at().toString(),
        DECISIONS.word(record.decision()),
        record.digest(),
        record.comment());
  }

  private static ApprovalRecord approval(ApprovalBody body) {
    return new ApprovalRecord(
        Words.text(body.by()),
        Words.text(body.how()),
        Words.time("at", body.at()),
        DECISIONS.of(body.decision()),
        Words.text(body.digest()),
        Words.text(body.comment()));
  }

  private static OptionalLong number(long number) {
    return number == 0 ? OptionalLong.empty() : OptionalLong.of(number);
  }

  private static String text(Optional<Instant> time) {
    return time.map(Instant::toString).orElse("");
  }

  private static Optional<Instant> time(String field, @Nullable String text) {
    return text == null || text.isEmpty() ? Optional.empty() : Optional.of(Words.time(field, text));
  }

  private static <T> List<T> list(@Nullable List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }
}
