package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.TargetId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * One run per target at a time, nobody starves, and a person's edit never queues behind a restart.
 */
class TargetQueueTest {

  private static final TargetId SLOW = new TargetId("config", "slow", "dev");
  private static final TargetId WEB = new TargetId("config", "web", "dev");

  private final BlockingQueue<Run> runs = new LinkedBlockingQueue<>();

  private record Run(TargetId target, Set<Trigger> why) {}

  @Test
  void runsATargetForAllReasonsThatArrivedWhileItRan() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (TargetQueue queue =
        serving(
            4,
            (target, why) -> {
              runs.add(new Run(target, why));
              started.countDown();
              await(release);
            })) {
      queue.add(WEB, Trigger.REVISION);
      await(started);
      queue.add(WEB, Trigger.CLUSTER_EVENT);
      queue.add(WEB, Trigger.SYNC_REQUESTED);
      assertThat(runs).as("a running target is not run a second time beside itself").hasSize(1);
      release.countDown();

      assertThat(next()).isEqualTo(new Run(WEB, Set.of(Trigger.REVISION)));
      assertThat(next())
          .isEqualTo(new Run(WEB, Set.of(Trigger.CLUSTER_EVENT, Trigger.SYNC_REQUESTED)));
    }
  }

  @Test
  void aSlowTargetDelaysNoOther() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (TargetQueue queue =
        serving(
            2,
            (target, why) -> {
              runs.add(new Run(target, why));
              if (target.equals(SLOW)) {
                await(release);
              }
            })) {
      queue.add(SLOW, Trigger.REVISION);
      assertThat(next().target()).isEqualTo(SLOW);
      for (int i = 0; i < 5; i++) {
        queue.add(WEB, Trigger.REVISION);
        assertThat(next().target()).isEqualTo(WEB);
      }
      release.countDown();
    }
  }

  @Test
  void aClusterThatNeverAnswersLeavesWorkersToTheOthers() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(2);
    TargetQueue queue =
        new TargetQueue(
            4, new Pools(target -> target.application().equals("web") ? "" : "dead", 2));
    queue.serve((target, why) -> {
      runs.add(new Run(target, why));
      if (!target.equals(WEB)) {
        stuck.countDown();
        await(release);
      }
    });
    try (queue) {
      for (int i = 0; i < 8; i++) {
        queue.add(new TargetId("config", "stuck-" + i, "dev"), Trigger.REVISION);
      }
      await(stuck);
      assertThat(next().target()).isNotEqualTo(WEB);
      assertThat(next().target()).isNotEqualTo(WEB);
      for (int i = 0; i < 5; i++) {
        queue.add(WEB, Trigger.REVISION);
        assertThat(next().target()).isEqualTo(WEB);
      }
      assertThat(queue.depth()).as("wait for a worker of their own cluster").isEqualTo(6);
      release.countDown();
      for (int i = 0; i < 6; i++) {
        assertThat(next().target()).isNotEqualTo(WEB);
      }
    }
  }

  @Test
  void urgentWorkOvertakesRoutineWorkAndHasWorkersOfItsOwn() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (TargetQueue queue =
        serving(
            4,
            (target, why) -> {
              runs.add(new Run(target, why));
              if (why.contains(Trigger.CONFIGURATION)) {
                await(release);
              }
            })) {
      for (int i = 0; i < 10; i++) {
        queue.add(new TargetId("config", "app-" + i, "dev"), Trigger.CONFIGURATION);
      }
      for (int i = 0; i < 3; i++) {
        assertThat(next().why()).containsExactly(Trigger.CONFIGURATION);
      }
      assertThat(queue.depth()).as("the fourth worker is kept free").isEqualTo(7);
      queue.add(WEB, Trigger.CLUSTER_EVENT);
      assertThat(next()).isEqualTo(new Run(WEB, Set.of(Trigger.CLUSTER_EVENT)));
      release.countDown();
    }
  }

  @Test
  void aLaterRunIsForgottenWhenSomethingAsksSooner() throws Exception {
    try (TargetQueue queue = serving(1, (target, why) -> runs.add(new Run(target, why)))) {
      queue.addAfter(WEB, Trigger.RESYNC, Duration.ofMillis(200));
      queue.add(WEB, Trigger.REVISION);
      assertThat(next().why()).containsExactly(Trigger.REVISION);
      assertThat(runs.poll(400, TimeUnit.MILLISECONDS)).isNull();

      queue.addAfter(WEB, Trigger.RETRY, Duration.ofMillis(20));
      assertThat(next().why()).containsExactly(Trigger.RETRY);
    }
  }

  @Test
  void drainingLetsRunningWorkEndAndStartsNothingMore() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    BlockingQueue<String> ended = new LinkedBlockingQueue<>();
    TargetQueue queue =
        serving(
            1,
            (target, why) -> {
              started.countDown();
              ended.add(target.application());
            });
    queue.add(SLOW, Trigger.REVISION);
    await(started);
    queue.drain(Duration.ofSeconds(5));
    queue.add(WEB, Trigger.REVISION);
    assertThat(List.copyOf(ended)).containsExactly("slow");
  }

  private static TargetQueue serving(int workers, TargetQueue.Runner runner) {
    TargetQueue queue = new TargetQueue(workers);
    queue.serve(runner);
    return queue;
  }

  private Run next() throws InterruptedException {
    Run run = runs.poll(5, TimeUnit.SECONDS);
    assertThat(run).as("a run within five seconds").isNotNull();
    return run;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
