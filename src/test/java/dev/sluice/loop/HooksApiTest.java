package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.apply.Outcome;
import dev.sluice.kube.TestAccess;
import dev.sluice.model.Failure;
import dev.sluice.model.Manifest;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hooks around a sync on a real API server. */
class HooksApiTest extends OrderedRig {

  @Test
  void aHookBeforeTheApplyRunsOnceAndFirst() throws Stopped {
    Manifest[] all = {configMap("settings", "one", ""), job("migrate", hook("before-apply"))};

    Outcome waiting = run(FIRST, all);

    assertThat(waiting.waiting().orElseThrow().on())
        .contains(
            "before-apply hook Job.batch " + namespace + "/migrate-before-apply-a1a1a1a1a1a1");
    assertThat(waiting.deadline()).contains(clock.instant().plus(Duration.ofMinutes(15)));
    assertThat(configMap("settings")).isNull();
    end("migrate-before-apply-a1a1a1a1a1a1", "Succeeded", "");
    until(FIRST, all, Outcome::complete);
    assertThat(configMap("settings").getData()).containsEntry("value", "one");

    rig.requests.drain();
    assertThat(run(FIRST, all).complete()).isTrue();
    assertThat(rig.requests.drain()).as("a no-op asks nothing").isEmpty();

    run(SECOND, all);
    assertThat(jobs()).contains("migrate-before-apply-b2b2b2b2b2b2");
    TestAccess.until(
        "the earlier run is gone", () -> !jobs().contains("migrate-before-apply-a1a1a1a1a1a1"));
  }

  @Test
  void aHookThatFailsStopsTheRevisionTellsWhyAndIsNotRepeated() throws Stopped {
    run(FIRST, configMap("settings", "one", ""));
    Manifest[] all = {
      configMap("settings", "two", ""),
      job("migrate", hook("before-apply")),
      configMap("alarm", "failed", hook("on-failure"))
    };
    run(SECOND, all);
    end("migrate-before-apply-b2b2b2b2b2b2", "Failed", "column price is missing");

    Outcome failed = until(SECOND, all, outcome -> !outcome.failures().isEmpty());

    Failure failure = failed.failures().getFirst();
    assertThat(failure.reason()).isEqualTo(Reason.HOOK_FAILED);
    assertThat(failure.message())
        .contains("BackoffLimitExceeded")
        .contains("exit code 3: column price is missing");
    assertThat(configMap("settings").getData()).containsEntry("value", "one");
    assertThat(configMap("alarm")).as("the hook on failure ran").isNotNull();
    assertThat(run(SECOND, all).failures()).contains(failure);
    assertThat(jobs()).containsExactly("migrate-before-apply-b2b2b2b2b2b2");
  }

  @Test
  void whatLeftGitGoesWhenItsHookHasRun() throws Stopped {
    run(FIRST, configMap("settings", "one", ""), configMap("old", "one", ""));
    Manifest[] all = {configMap("settings", "two", ""), job("backup", hook("before-delete"))};

    Outcome waiting = run(SECOND, all);

    assertThat(waiting.waiting().orElseThrow().on()).contains("before-delete hook");
    assertThat(configMap("settings").getData()).containsEntry("value", "two");
    assertThat(configMap("old")).as("its hook has not run").isNotNull();
    end("backup-before-delete-b2b2b2b2b2b2", "Succeeded", "");
    until(SECOND, all, outcome -> outcome.complete() && configMap("old") == null);
    assertThat(jobs()).containsExactly("backup-before-delete-b2b2b2b2b2b2");
  }

  @Test
  void whatLeftGitStaysWhenItsHookFails() throws Stopped {
    run(FIRST, configMap("settings", "one", ""), configMap("old", "one", ""));
    Manifest[] all = {configMap("settings", "two", ""), job("backup", hook("before-delete"))};
    run(SECOND, all);

    end("backup-before-delete-b2b2b2b2b2b2", "Failed", "no space left");

    Outcome failed = until(SECOND, all, outcome -> !outcome.failures().isEmpty());
    assertThat(failed.failures().getFirst().reason()).isEqualTo(Reason.HOOK_FAILED);
    assertThat(failed.failures().getFirst().message()).contains("no space left");
    run(SECOND, all);
    assertThat(configMap("old")).isNotNull();
  }

  @Test
  void aNewRevisionEndsTheHookOfTheOneThatWaits() throws Stopped {
    run(FIRST, configMap("settings", "one", ""), job("migrate", hook("before-apply")));
    assertThat(jobs()).containsExactly("migrate-before-apply-a1a1a1a1a1a1");

    run(SECOND, configMap("settings", "two", ""), job("migrate", hook("before-apply")));

    TestAccess.until(
        "only the newer one is left",
        () -> jobs().equals(List.of("migrate-before-apply-b2b2b2b2b2b2")));
  }

  @Test
  void aHookAfterTheApplyWaitsUntilEverythingIsHealthyAndGoesByItsPolicy() throws Stopped {
    Manifest[] all = {
      job("load", ""),
      job(
          "announce",
          hook("after-apply") + ", \"sluice.dev/hook-delete-policy\": \"hook-succeeded\"")
    };
    Outcome waiting = run(FIRST, all);
    assertThat(waiting.waiting().orElseThrow().on())
        .contains("to be healthy before its after-apply");
    assertThat(jobs()).containsExactly("load");

    end("load", "Succeeded", "");
    until(FIRST, all, outcome -> jobs().size() == 2);
    end("announce-after-apply-a1a1a1a1a1a1", "Succeeded", "");
    until(FIRST, all, Outcome::complete);

    TestAccess.until("it went after its success", () -> jobs().equals(List.of("load")));
    assertThat(run(FIRST, all).complete()).as("and is not run again").isTrue();
    assertThat(jobs()).containsExactly("load");
  }
}
