package dev.sluice.promote.machine;

import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.Standing;
import dev.sluice.promote.strategy.Course;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One decision in the making: the facts, and what was decided from them so far. */
final class Work {

  private final Facts facts;
  private final Standing standing;
  private final Map<String, Promotion> promotions = new LinkedHashMap<>();
  private final List<Entry> append = new ArrayList<>();
  private final Map<String, Decision.Answered> answered = new LinkedHashMap<>();
  private final Map<String, List<String>> ask = new LinkedHashMap<>();
  private Optional<Instant> recheckAt = Optional.empty();
  private Optional<Promotion> ready = Optional.empty();
  private boolean proven;

  Work(Facts facts) {
    this.facts = facts;
    this.standing = facts.ledger().standing(facts.target().application());
    facts.promotions().forEach(promotion -> promotions.put(promotion.id(), promotion));
  }

  Facts facts() {
    return facts;
  }

  Instant now() {
    return facts.now();
  }

  /** What the ledger says is in force; nothing that was only decided here. */
  Standing standing() {
    return standing;
  }

  /** What the ledger says runs, and in which phase; empty before the first release. */
  Optional<Course> course() {
    return Course.of(history());
  }

  /** The number of the release that runs; 0 before the first. */
  long base() {
    return standing.current().map(Entry::number).orElse(0L);
  }

  Optional<Promotion> find(String id) {
    return Optional.ofNullable(promotions.get(id));
  }

  /** Those that have not ended, the oldest first. */
  List<Promotion> open() {
    return promotions.values().stream()
        .filter(promotion -> !promotion.state().isTerminal())
        .sorted(Comparator.comparing(Promotion::created).thenComparing(Promotion::id))
        .toList();
  }

  /** Those that ended too. */
  List<Promotion> all() {
    return List.copyOf(promotions.values());
  }

  /** A promotion is like this from now on. */
  void put(Promotion promotion) {
    promotions.put(promotion.id(), promotion);
  }

  /** Another entry for the ledger. */
  void append(Entry entry) {
    append.add(entry);
  }

  /**
   * Whether something is to be appended already. What else there is to record waits until that is
   * in: it is decided from the ledger, which does not show it yet.
   */
  boolean appends() {
    return !append.isEmpty();
  }

  /** The number that the next entry of the application gets. */
  long next() {
    return facts.ledger().next(facts.target().application()) + append.size();
  }

  void answer(Request request, Decision.Result result, String message) {
    answered.put(request.id(), new Decision.Answered(result, message));
  }

  void ask(Promotion promotion, List<String> gates) {
    ask.put(promotion.id(), gates);
  }

  /** It passed all of its gates, and may be recorded together with its companions. */
  void ready(Promotion promotion) {
    ready = Optional.of(promotion);
  }

  Optional<Promotion> ready() {
    return ready;
  }

  /** What runs passed its gates afterwards, and may be verified together with its companions. */
  void proven() {
    proven = true;
  }

  boolean isProven() {
    return proven;
  }

  /** What is to be recorded. */
  List<Entry> appended() {
    return List.copyOf(append);
  }

  boolean asks() {
    return !ask.isEmpty();
  }

  /** What is to be done comes after what is appended now. */
  void later() {
    recheck(now().plusSeconds(1));
  }

  /** The pin in force; empty when there is none. */
  Optional<Entry> pin() {
    return standing.pin().filter(pin -> pin.until().map(now()::isBefore).orElse(true));
  }

  /** The pin in force that only people lift. */
  Optional<Entry> firmPin() {
    return pin().filter(pin -> !Entries.NEWER.equals(pin.details().get(Entries.BY_ITSELF)));
  }

  /** The entries of the application, newest first. */
  List<Entry> history() {
    return facts.ledger().history(facts.target().application());
  }

  /** To be decided on again then, if nothing happens before. */
  void recheck(Instant when) {
    if (recheckAt.filter(earlier -> !earlier.isAfter(when)).isEmpty()) {
      recheckAt = Optional.of(when);
    }
  }

  Decision done() {
    return new Decision(
        changed(), List.copyOf(append), Map.copyOf(answered), Map.copyOf(ask), recheckAt);
  }

  /** Those that end or step back come first: whenever writing breaks off, at most one is active. */
  private List<Promotion> changed() {
    List<Promotion> changed = new ArrayList<>(promotions.values());
    changed.removeAll(facts.promotions());
    changed.sort(Comparator.comparing(Work::rank));
    return List.copyOf(changed);
  }

  private static int rank(Promotion promotion) {
    return promotion.state().isTerminal() ? 0 : promotion.state() == State.PENDING ? 1 : 2;
  }
}
