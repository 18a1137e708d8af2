package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.apply.Outcome;
import dev.sluice.model.Failure;
import dev.sluice.model.Manifest;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Waves and deadlines on a real API server. */
class OrderedSyncApiTest extends OrderedRig {

  @Test
  void theNextWaveComesWithTheHealthOfTheOneBefore() throws Stopped {
    Manifest[] all = {
      job("load", wave("-1")),
      configMap("settings", "one", wave("5")),
      configMap("first", "1", wave("-1"))
    };

    Outcome waiting = run(FIRST, all);

    assertThat(waiting.waiting().orElseThrow().on())
        .contains("Job.batch " + namespace + "/load of wave -1 to be healthy before wave 5");
    assertThat(configMap("first")).isNotNull();
    assertThat(configMap("settings")).isNull();
    end("load", "Succeeded", "");
    until(FIRST, all, Outcome::complete);
    assertThat(configMap("settings")).isNotNull();
  }

  @Test
  void healingDoesNotWaitForAWave() throws Stopped {
    run(FIRST, configMap("settings", "one", wave("5")));
    Manifest[] all = {
      job("load", ""), configMap("settings", "one", wave("5")), configMap("more", "1", wave("5"))
    };
    assertThat(run(SECOND, all).waiting()).isPresent();
    admin
        .configMaps()
        .inNamespace(namespace)
        .withName("settings")
        .edit(map -> {
          map.getData().put("value", "by hand");
          return map;
        });

    until(SECOND, all, outcome -> configMap("settings").getData().get("value").equals("one"));

    assertThat(configMap("more")).as("the revision still waits").isNull();
  }

  @Test
  void aSyncThatTakesTooLongHasFailedAndGoesOnWhenItCan() throws Stopped {
    Manifest[] all = {job("load", ""), configMap("settings", "one", wave("1"))};
    assertThat(run(FIRST, all).failures()).isEmpty();

    clock.advance(Duration.ofMinutes(15));

    Failure failure = run(FIRST, all).failures().getFirst();
    assertThat(failure.reason()).isEqualTo(Reason.SYNC_TIMEOUT);
    assertThat(failure.message()).contains("15m").contains("/load of wave 0");
    end("load", "Succeeded", "");
    until(FIRST, all, Outcome::complete);
    assertThat(configMap("settings")).isNotNull();
  }

  @Test
  void whatIsAppliedAndStaysOnItsWayPastTheDeadlineHasFailed() throws Stopped {
    Manifest load = job("load", "");
    assertThat(run(FIRST, load).complete()).isTrue();

    clock.advance(Duration.ofMinutes(15));

    assertThat(run(FIRST, load).failures())
        .extracting(Failure::reason)
        .containsExactly(Reason.PROGRESS_DEADLINE_EXCEEDED);
  }
}
