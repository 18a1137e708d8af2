package dev.sluice.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.testing.Eventually;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a server counts as away, who is told, and how it is asked for; no time passes here. */
class BreakerTest {

  private enum Answer {
    ANY,
    REFUSED,
    SILENCE
  }

  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final AtomicInteger probes = new AtomicInteger();
  private final List<Duration> pauses = new ArrayList<>();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final Breaker breaker =
      new Breaker(
          "east",
          new Prober(this::ask, this::pause, new Random(1)),
          new ReachListener() {
            @Override
            public void away(String cluster, Failure why) {
              told.add(cluster + " away");
            }

            @Override
            public void back(String cluster) {
              told.add(cluster + " back");
            }
          },
          InstantSource.fixed(Instant.parse("2026-05-01T10:00:00.4Z")));

  @AfterEach
  void close() {
    breaker.close();
  }

  @Test
  void nobodyIsAskedWhileNobodyDoubts() throws Stopped {
    breaker.pass();
    assertThat(probes).hasValue(0);
  }

  @Test
  void anyAnswerEndsTheDoubtEvenAfterTwoMisses() throws Exception {
    breaker.doubt();
    answers.addAll(List.of(Answer.REFUSED, Answer.SILENCE, Answer.ANY));
    Eventually.holds("three probes", () -> probes.get() == 3);

    // The next doubt asks anew, and counts anew; it may have to wait for the first one to end.
    answers.addAll(List.of(Answer.SILENCE, Answer.SILENCE, Answer.ANY));
    Eventually.holds(
        "three more",
        () -> {
          if (probes.get() < 6) {
            breaker.doubt();
          }
          return probes.get() == 6;
        });
    breaker.pass();
    assertThat(told).isEmpty();
  }

  @Test
  void manyDoubtsAreOneProber() {
    for (int i = 0; i < 50; i++) {
      breaker.doubt();
    }
    answers.add(Answer.ANY);
    Eventually.holds("one probe", () -> probes.get() == 1);
    assertThat(answers).isEmpty();
  }

  @Test
  void theThirdMissBreaksOffWhatIsUnderWayAndFailsTheRest() throws Exception {
    AtomicInteger brokenOff = new AtomicInteger();
    Runnable ended = () -> brokenOff.addAndGet(100);
    breaker.begun(brokenOff::incrementAndGet);
    breaker.begun(ended);
    breaker.ended(ended);

    go();

    assertThat(brokenOff).hasValue(1);
    Stopped stopped = catchThrowableOfType(Stopped.class, breaker::pass);
    assertThat(stopped.failure().reason()).isEqualTo(Reason.CLUSTER_UNREACHABLE);
    assertThat(stopped.failure().message())
        .contains("cluster east", "since 2026-05-01T10:00:00Z", "no answer to a probe within 3 s");
    // What slipped through between the question and the break is broken off too.
    breaker.begun(brokenOff::incrementAndGet);
    assertThat(brokenOff).hasValue(2);
  }

  @Test
  void itsReturnIsToldOnceAndWakesWhoeverRests() throws Exception {
    go();
    Thread resting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                breaker.rest(Duration.ofHours(1));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Eventually.holds("it rests", () -> resting.getState() == Thread.State.TIMED_WAITING);
    answers.add(Answer.ANY);
    assertThat(told.take()).isEqualTo("east back");
    assertThat(resting.join(Duration.ofSeconds(5))).isTrue();
    breaker.pass();
    assertThat(breaker.away()).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void pausesGrowToHalfAMinuteAndAreSpread() throws Exception {
    go();
    for (int i = 0; i < 10; i++) {
      answers.add(Answer.REFUSED);
    }
    Eventually.holds("all were asked", () -> probes.get() == 13);
    answers.add(Answer.ANY);
    assertThat(told.take()).isEqualTo("east back");
    assertThat(pauses.subList(0, 2)).containsOnly(Duration.ofMillis(500));
    assertThat(pauses.get(2)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(pauses.subList(8, 13))
        .allSatisfy(
            pause -> assertThat(pause).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30)))
        .doesNotHaveDuplicates();
    assertThat(told).as("it went once").isEmpty();
  }

  @Test
  void closingEndsTheProber() throws Exception {
    go();
    breaker.close();
    assertThat(told.take()).isEqualTo("prober interrupted");
    int asked = probes.get();
    breaker.doubt();
    answers.add(Answer.ANY);
    assertThatThrownBy(() -> Eventually.holds("asked", Duration.ofMillis(200), answers::isEmpty))
        .isInstanceOf(AssertionError.class);
    assertThat(probes).hasValue(asked);
  }

  private void go() throws InterruptedException {
    breaker.doubt();
    answers.addAll(List.of(Answer.REFUSED, Answer.REFUSED, Answer.SILENCE));
    assertThat(told.take()).isEqualTo("east away");
  }

  private void ask() throws IOException, TimeoutException, InterruptedException {
    Answer answer;
    try {
      answer = answers.take();
    } catch (InterruptedException e) {
      told.add("prober interrupted");
      throw e;
    }
    probes.incrementAndGet();
    switch (answer) {
      case ANY -> {}
      case REFUSED -> throw new ConnectException("refused");
      case SILENCE -> throw new TimeoutException();
    }
  }

  private void pause(Duration pause) {
    pauses.add(pause);
  }
}
