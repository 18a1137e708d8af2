package dev.sluice.promote.dr;

import dev.sluice.model.promotion.Entry;
import dev.sluice.promote.ledger.LedgerState;
import dev.sluice.promote.machine.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A drill, failover or failback, as the ledger of the standby has it.
 *
 * @param id of the request that asked for it
 * @param kind what it is
 * @param entries all about it, the oldest first; at least one
 */
public record Takeover(String id, Kind kind, List<Entry> entries) {

  /** The detail that holds the id. */
  public static final String ID = "takeover";

  /** The detail that holds the kind. */
  public static final String KIND = "kind";

  /** The detail that holds the step that begins. */
  public static final String STEP = "step";

  /** The detail of the end, and of a drill's way back: what came of it. */
  public static final String OUTCOME = "outcome";

  /** The detail that says what was not as it should be. */
  public static final String NOTE = "note";

  /** The detail of the end: how long the recovery took, in seconds. */
  public static final String RECOVERY = "seconds";

  /** Before the name of a step, the detail of the end that says how long it took, in seconds. */
  public static final String SECONDS = "seconds.";

  /** What it is. */
  public enum Kind {
    /**
     * The standby shows that it could take over; nobody is led there, and it goes back by itself.
     */
    DRILL("drill"),
    /** The standby takes over. */
    FAILOVER("failover"),
    /** The original takes back. */
    FAILBACK("failback");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As people and ledgers call it. */
    public String word() {
      return word;
    }

    /** The one that is asked for; empty where something else is. */
    public static Optional<Kind> of(Request.Action action) {
      return switch (action) {
        case DRILL -> Optional.of(DRILL);
        case FAILOVER -> Optional.of(FAILOVER);
        case FAILBACK -> Optional.of(FAILBACK);
        case PROMOTE,
            HOTFIX,
            ROLLBACK,
            ABORT,
            RESUME,
            FAIL,
            RETRY,
            PIN,
            UNPIN,
            VETO,
            REVOKE,
            FREEZE,
            UNFREEZE,
            ACKNOWLEDGE ->
            Optional.empty();
      };
    }
  }

  /** What came of it. */
  public enum Outcome {
    VERIFIED("Verified"),
    FAILED("Failed"),
    /** It gave way to something more urgent. */
    ABORTED("Aborted");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    /** The stable CamelCase word. */
    public String word() {
      return word;
    }

    static Optional<Outcome> of(String word) {
      return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
    }
  }

  /** The newest one; empty when there never was one. */
  public static Optional<Takeover> newest(LedgerState standby) {
    return newest(standby.history(""));
  }

  /** The same of the entries of the whole environment, newest first. */
  public static Optional<Takeover> newest(List<Entry> newestFirst) {
    return newest(newestFirst, Takeover::isStep);
  }

  /** The newest one of a kind, of the entries of the whole environment, newest first. */
  public static Optional<Takeover> newest(Kind kind, List<Entry> newestFirst) {
    return newest(
        newestFirst, entry -> isStep(entry) && kind.word().equals(entry.details().get(KIND)));
  }

  private static Optional<Takeover> newest(List<Entry> newestFirst, Predicate<Entry> which) {
    return newestFirst.stream()
        .filter(which)
        .findFirst()
        .flatMap(entry -> of(entry.details().getOrDefault(ID, ""), newestFirst));
  }

  /** The one that is not over; empty when there is none. */
  public static Optional<Takeover> open(LedgerState standby) {
    return newest(standby).filter(one -> one.outcome().isEmpty());
  }

  /** The one that a request asked for; empty when it never began. */
  public static Optional<Takeover> of(String id, List<Entry> newestFirst) {
    List<Entry> entries = new ArrayList<>();
    for (Entry entry : newestFirst) {
      if (isStep(entry) && id.equals(entry.details().get(ID))) {
        entries.addFirst(entry);
      }
    }
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    String word = entries.getFirst().details().getOrDefault(KIND, "");
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .map(kind -> new Takeover(id, kind, List.copyOf(entries)));
  }

  private static boolean isStep(Entry entry) {
    return entry.details().containsKey(ID)
        && Step.of(entry.details().getOrDefault(STEP, "")).isPresent();
  }

  /** The entry that it began with. */
  public Entry beginning() {
    return entries.getFirst();
  }

  /** The entry of the step it is at. */
  public Entry last() {
    return entries.getLast();
  }

  /** The step it is at. */
  public Step step() {
    return step(last());
  }

  /** By when it has to be through. */
  public Instant deadline() {
    return beginning().until().orElse(Instant.MAX);
  }

  /** What came of it; empty while it is under way. */
  public Optional<Outcome> outcome() {
    return step() == Step.END ? said() : Optional.empty();
  }

  /** What is known to come of it: a drill that goes back has its outcome already. */
  public Optional<Outcome> said() {
    return Outcome.of(last().details().getOrDefault(OUTCOME, ""));
  }

  /** What was not as it should be, the oldest first. */
  public List<String> notes() {
    return entries.stream()
        .map(entry -> entry.details().getOrDefault(NOTE, ""))
        .filter(note -> !note.isEmpty())
        .distinct()
        .toList();
  }

  /** How long each step took that is over, in their order. */
  public Map<Step, Duration> took() {
    Map<Step, Duration> took = new LinkedHashMap<>();
    for (int i = 2; i < entries.size(); i++) {
      took.put(
          step(entries.get(i - 1)), Duration.between(entries.get(i - 1).at(), entries.get(i).at()));
    }
    return took;
  }

  /** How long it took until people could be served, as far as it came. */
  public Duration recovery() {
    return took().entrySet().stream()
        .filter(one -> one.getKey().isRecovery())
        .map(Map.Entry::getValue)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Step step(Entry entry) {
    return Step.of(entry.details().getOrDefault(STEP, "")).orElse(Step.END);
  }
}
