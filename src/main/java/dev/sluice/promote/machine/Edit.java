package dev.sluice.promote.machine;

import dev.sluice.model.promotion.ApprovalRecord;
import dev.sluice.model.promotion.GateResult;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A promotion that is being changed. */
final class Edit {

  private final Promotion from;
  private String commit;
  private OptionalLong about;
  private String policy;
  private State state;
  private Instant since;
  private String message;
  private List<GateResult> gates;
  private List<ApprovalRecord> approvals;
  private Map<String, String> skipped;
  private OptionalLong release;
  private Optional<String> intent;
  private Optional<Instant> healthySince;
  private Optional<Instant> stalledSince;
  private Optional<Instant> deadline;
  private Optional<Instant> recheckAt;

  private Edit(Promotion from) {
    this.from = from;
    commit = from.commit();
    about = from.about();
    policy = from.policy();
    state = from.state();
    since = from.since();
    message = from.message();
    gates = from.gates();
    approvals = from.approvals();
    skipped = from.skipped();
    release = from.release();
    intent = from.intent();
    healthySince = from.healthySince();
    stalledSince = from.stalledSince();
    deadline = from.deadline();
    recheckAt = from.recheckAt();
  }

  static Edit of(Promotion promotion) {
    return new Edit(promotion);
  }

  /** It comes into a state, if it is not in it. */
  Edit state(State next, Instant now) {
    if (state != next) {
      state = next;
      since = now;
      recheckAt = Optional.empty();
    }
    return this;
  }

  Edit message(String line) {
    message = line;
    return this;
  }

  Edit commit(String other) {
    commit = other;
    return this;
  }

  Edit about(OptionalLong number) {
    about = number;
    return this;
  }

  Edit policy(String at) {
    policy = at;
    return this;
  }

  /** Gates said something; where nothing but the time is new, the earlier result stays. */
  Edit gates(List<GateResult> results) {
    gates = results.stream().map(this::keepTime).toList();
    return this;
  }

  Edit approvals(List<ApprovalRecord> all) {
    approvals = all;
    return this;
  }

  Edit skip(String gate, String reason) {
    Map<String, String> more = new TreeMap<>(skipped);
    more.put(gate, reason);
    skipped = Map.copyOf(more);
    return this;
  }

  /** Gates are asked again that a person answered for once. */
  Edit unskip(Collection<String> names) {
    Map<String, String> less = new TreeMap<>(skipped);
    less.keySet().removeAll(names);
    skipped = Map.copyOf(less);
    return this;
  }

  Edit release(long number) {
    release = OptionalLong.of(number);
    return this;
  }

  Edit intent(Optional<String> tip) {
    intent = tip;
    return this;
  }

  Edit healthySince(Optional<Instant> when) {
    healthySince = when;
    return this;
  }

  Edit stalledSince(Optional<Instant> when) {
    stalledSince = when;
    return this;
  }

  Edit deadline(Optional<Instant> when) {
    deadline = when;
    return this;
  }

  Edit recheckAt(Optional<Instant> when) {
    recheckAt = when;
    return this;
  }

  Promotion done() {
    return new Promotion(
        from.id(),
        from.target(),
        from.kind(),
        commit,
        from.digest(),
        from.engine(),
        from.base(),
        about,
        policy,
        from.requestedBy(),
        from.reason(),
        from.attempt(),
        from.created(),
        state,
        since,
        message,
        gates,
        approvals,
        skipped,
        release,
        intent,
        healthySince,
        stalledSince,
        deadline,
        recheckAt);
  }

  private GateResult keepTime(GateResult result) {
    return from.gates().stream()
        .filter(before -> sameButTime(before, result))
        .findFirst()
        .orElse(result);
  }

  private static boolean sameButTime(GateResult a, GateResult b) {
    return a.gate().equals(b.gate())
        && a.phase() == b.phase()
        && a.verdict() == b.verdict()
        && Objects.equals(a.reason(), b.reason())
        && Objects.equals(a.evidence(), b.evidence())
        && Objects.equals(a.inputs(), b.inputs());
  }
}
