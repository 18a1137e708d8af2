package dev.sluice.promote.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Entry.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What runs, from the ledger alone. */
class CourseTest {

  private static final Map<String, String> CANARY = Map.of(Phases.STRATEGY, "canary");

  private final List<Entry> history = new ArrayList<>();

  @Test
  void nothingRunsBeforeTheFirstRelease() {
    write(Kind.FREEZE, "", 0, Map.of());
    assertThat(Course.of(history)).isEmpty();
  }

  @Test
  void theFirstReleaseIsWholeWhateverItsStrategy() {
    long first = write(Kind.PROMOTE, "a", 0, CANARY);
    assertThat(course()).isEqualTo(new Course.Whole(entry(first)));
    assertThat(Course.neverWhole(history)).isEmpty();
  }

  @Test
  void aCanaryGoesThroughItsStepsAndIsWholeAtTheEnd() {
    long stable = write(Kind.PROMOTE, "a", 0, Map.of());
    write(Kind.VERIFIED, "a", stable, Map.of());
    long coming = write(Kind.PROMOTE, "b", 0, CANARY);
    assertThat(course()).isEqualTo(new Course.Canary(entry(stable), entry(coming), 0, 0));
    String deployed = course().digest();

    write(Kind.PHASE, "b", coming, Phases.share(1, 20));
    write(Kind.FREEZE, "", 0, Map.of());
    write(Kind.PHASE, "b", coming, Phases.share(2, 60));
    assertThat(course()).isEqualTo(new Course.Canary(entry(stable), entry(coming), 2, 60));
    assertThat(course().newest().commit()).isEqualTo("b");
    assertThat(course().digest()).isNotIn(deployed, "digest-a", "digest-b");
    assertThat(Course.neverWhole(history)).containsExactly(coming);
    assertThat(Phases.earned(history, entry(coming))).hasSize(1);

    write(Kind.PHASE, "b", coming, Phases.whole());
    assertThat(course()).isEqualTo(new Course.Whole(entry(coming)));
    assertThat(course().digest()).isEqualTo("digest-b");
    assertThat(Course.neverWhole(history)).isEmpty();
    assertThat(Phases.earned(history, entry(coming))).hasSize(2);
  }

  @Test
  void aCanaryThatFailsLeavesTheStableReleaseAlone() {
    long stable = write(Kind.PROMOTE, "a", 0, Map.of());
    long bad = write(Kind.PROMOTE, "b", 0, CANARY);
    write(Kind.PHASE, "b", bad, Phases.share(1, 20));
    write(Kind.FAILED, "b", bad, Map.of());
    assertThat(course()).isEqualTo(new Course.Whole(entry(stable)));
    assertThat(Course.neverWhole(history)).containsExactly(bad);

    long next = write(Kind.PROMOTE, "c", 0, CANARY);
    assertThat(course())
        .as("beside what ran as a whole")
        .isEqualTo(new Course.Canary(entry(stable), entry(next), 0, 0));
    // A late word about the one that is gone changes nothing.
    write(Kind.PHASE, "b", bad, Phases.share(2, 40));
    assertThat(course()).isEqualTo(new Course.Canary(entry(stable), entry(next), 0, 0));
  }

  @Test
  void aWholeReleaseThatFailsGoesOnRunning() {
    long stable = write(Kind.PROMOTE, "a", 0, Map.of());
    write(Kind.FAILED, "a", stable, Map.of());
    assertThat(course()).isEqualTo(new Course.Whole(entry(stable)));
  }

  @Test
  void aRollbackIsWholeAtOnce() {
    long stable = write(Kind.PROMOTE, "a", 0, Map.of());
    write(Kind.PROMOTE, "b", 0, CANARY);
    long back = write(Kind.ROLLBACK, "a", stable, Map.of());
    assertThat(course()).isEqualTo(new Course.Whole(entry(back)));
  }

  private Course course() {
    return Course.of(history).orElseThrow();
  }

  private Entry entry(long number) {
    return history.stream().filter(one -> one.number() == number).findFirst().orElseThrow();
  }

  private long write(Kind kind, String commit, long about, Map<String, String> details) {
    long number = history.size() + 1;
    history.addFirst(
        new Entry(
            number,
            kind,
            "web",
            "prod",
            Instant.EPOCH.plusSeconds(number),
            commit,
            commit.isEmpty() ? "" : "digest-" + commit,
            about == 0 ? OptionalLong.empty() : OptionalLong.of(about),
            List.of(),
            List.of(),
            Map.of(),
            "policy",
            "",
            Entry.DAEMON,
            "",
            Optional.empty(),
            details));
    return number;
  }
}
