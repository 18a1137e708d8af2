package dev.sluice.promote.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.promotion.Entry;
import dev.sluice.model.promotion.Entry.Kind;
import dev.sluice.model.promotion.Strategy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Which release is in which slot, from the ledger alone. */
class SlotsCourseTest {

  private static final Strategy.BlueGreen STRATEGY =
      new Strategy.BlueGreen(List.of("web", "api"), Duration.ofHours(24));
  private static final Map<String, String> BLUE = Phases.inSlot(Slot.BLUE, STRATEGY);
  private static final Map<String, String> GREEN = Phases.inSlot(Slot.GREEN, STRATEGY);
  private static final Map<String, String> PLAIN = Phases.inSlot(Slot.PLAIN, STRATEGY);

  private final List<Entry> history = new ArrayList<>();

  @Test
  void theFirstReleaseHasTheTrafficAtOnce() {
    long first = write(Kind.PROMOTE, "a", 0, BLUE);
    assertThat(slots()).isEqualTo(new Slots(filled(Slot.BLUE, first), Optional.empty()));
    assertThat(slots().isTried(first)).isFalse();
    assertThat(Phases.services(entry(first))).containsExactly("web", "api");
    assertThat(Phases.retireAfter(entry(first))).contains(Duration.ofHours(24));
  }

  @Test
  void aReleaseIsTriedThenSwitchedToThenTheFormerOneRetires() {
    long plain = write(Kind.PROMOTE, "a", 0, Map.of());
    long next = write(Kind.PROMOTE, "b", 0, BLUE);
    assertThat(slots())
        .isEqualTo(new Slots(filled(Slot.PLAIN, plain), Optional.of(filled(Slot.BLUE, next))));
    assertThat(slots().isTried(next)).isTrue();
    assertThat(Course.neverWhole(history)).containsExactly(next);
    String tried = course().digest();

    write(Kind.PHASE, "b", next, Phases.switched(Slot.BLUE));
    assertThat(slots())
        .isEqualTo(new Slots(filled(Slot.BLUE, next), Optional.of(filled(Slot.PLAIN, plain))));
    assertThat(slots().isTried(next)).isFalse();
    assertThat(Course.neverWhole(history)).isEmpty();
    assertThat(Phases.earned(history, entry(next))).hasSize(1);
    String switched = course().digest();

    write(Kind.VERIFIED, "b", next, Map.of());
    assertThat(course().digest()).isEqualTo(switched);
    write(Kind.PHASE, "a", plain, Phases.retired(Slot.PLAIN));
    assertThat(slots()).isEqualTo(new Slots(filled(Slot.BLUE, next), Optional.empty()));
    assertThat(Phases.earned(history, entry(plain))).as("a retirement is not earned").isEmpty();
    assertThat(List.of(tried, switched, course().digest(), "digest-b")).doesNotHaveDuplicates();
    assertThat(slots().free()).isEqualTo(Slot.GREEN);
  }

  @Test
  void whatFailsBeforeItHasTheTrafficIsDropped() {
    long plain = write(Kind.PROMOTE, "a", 0, Map.of());
    long bad = write(Kind.PROMOTE, "b", 0, BLUE);
    write(Kind.FAILED, "b", bad, Map.of());
    assertThat(course()).isEqualTo(new Course.Whole(entry(plain)));

    long good = write(Kind.PROMOTE, "c", 0, BLUE);
    write(Kind.PHASE, "c", good, Phases.switched(Slot.BLUE));
    write(Kind.PHASE, "a", plain, Phases.retired(Slot.PLAIN));
    String before = course().digest();
    long bad2 = write(Kind.PROMOTE, "d", 0, GREEN);
    write(Kind.FAILED, "d", bad2, Map.of());
    assertThat(course().digest()).as("the one with the traffic never noticed").isEqualTo(before);
    write(Kind.ROLLBACK, "c", good, BLUE);
    assertThat(course().digest()).isEqualTo(before);
    // A late word about what is gone changes nothing.
    write(Kind.PHASE, "d", bad2, Phases.switched(Slot.GREEN));
    assertThat(course().digest()).isEqualTo(before);
    assertThat(Course.neverWhole(history)).containsExactlyInAnyOrder(bad, bad2);
  }

  @Test
  void whatFailsWithTheTrafficStaysUntilThatGoesBackAtOnce() {
    long former = twoReleases();
    long bad = slots().front().release().number();
    write(Kind.FAILED, "b", bad, Map.of());
    assertThat(slots().front().release().number()).isEqualTo(bad);

    long back = write(Kind.ROLLBACK, "a", former, Phases.switchBack(Slot.BLUE, STRATEGY));
    assertThat(slots())
        .isEqualTo(new Slots(filled(Slot.BLUE, back), Optional.of(filled(Slot.GREEN, bad))));
    assertThat(slots().isTried(back)).isFalse();
  }

  @Test
  void onlyARollbackToWhatHadTheTrafficSkipsItsTrial() {
    twoReleases();
    long promoted = write(Kind.PROMOTE, "a", 0, Phases.switchBack(Slot.BLUE, STRATEGY));
    assertThat(slots().isTried(promoted)).as("a promotion is tried").isTrue();

    long other = write(Kind.ROLLBACK, "z", 0, Phases.switchBack(Slot.BLUE, STRATEGY));
    assertThat(slots().isTried(other)).as("what does not stand there is tried").isTrue();
    long again = write(Kind.ROLLBACK, "z", 0, Phases.switchBack(Slot.BLUE, STRATEGY));
    assertThat(slots().isTried(again)).as("nor what never had the traffic").isTrue();
  }

  @Test
  void aStrategyWithoutSlotsEndsThemThroughThePlainOne() {
    twoReleases();
    long plain = write(Kind.PROMOTE, "c", 0, PLAIN);
    assertThat(slots().isTried(plain)).isTrue();
    long former = slots().front().release().number();
    write(Kind.PHASE, "c", plain, Phases.switched(Slot.PLAIN));
    write(Kind.PHASE, "b", former, Phases.retired(Slot.GREEN));
    assertThat(course()).isEqualTo(new Course.Whole(entry(plain)));
  }

  /** The second is switched to, the first stands beside. */
  private long twoReleases() {
    long first = write(Kind.PROMOTE, "a", 0, BLUE);
    long second = write(Kind.PROMOTE, "b", 0, GREEN);
    write(Kind.PHASE, "b", second, Phases.switched(Slot.GREEN));
    return first;
  }

  private Slots.Filled filled(Slot slot, long number) {
    return new Slots.Filled(slot, entry(number));
  }

  private Slots slots() {
    return ((Course.BlueGreen) course()).slots();
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
            "digest-" + commit,
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
