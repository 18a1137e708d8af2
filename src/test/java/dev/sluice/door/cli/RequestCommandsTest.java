package dev.sluice.door.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kube.Scope;
import dev.sluice.kube.TargetStatus.Sync;
import dev.sluice.model.Health;
import dev.sluice.promote.machine.Decision.Result;
import dev.sluice.promote.machine.Request;
import dev.sluice.promote.machine.Request.Action;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestCommandsTest {

  private static final String NEXT = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

  private final Console console =
      Console.pipe()
          .target(
              Examples.target("shop", "dev"), Examples.status(Sync.SYNCED, Health.HEALTHY), "10")
          .target(
              Examples.target("shop", "prod"), Examples.status(Sync.SYNCED, Health.HEALTHY), "10");

  private final MemoryDesk desk = console.desk();

  @ParameterizedTest
  @CsvSource({
    "promote shop prod 0123456, PROMOTE",
    "hotfix shop prod 0123456 --reason crash, HOTFIX",
    "rollback shop prod, ROLLBACK",
    "pin shop prod, PIN",
    "unpin shop prod, UNPIN",
    "abort shop prod, ABORT",
    "resume shop prod, RESUME",
    "fail shop prod, FAIL",
    "retry shop prod, RETRY",
    "veto shop prod 0123456 --reason crash, VETO",
    "revoke shop prod, REVOKE"
  })
  void everyActionIsAskedForAndItsAnswerPrinted(String line, Action action) {
    console.afterPause(() -> desk.answer(Result.DONE, "as you like"));

    assertThat(console.run(line.split(" "))).isZero();

    assertThat(desk.request().scope()).isEqualTo(new Scope("config", "prod", "shop"));
    Request request = desk.request().request();
    assertThat(request.action()).isEqualTo(action);
    assertThat(request.by()).isEqualTo("jane");
    assertThat(request.commit()).isEqualTo(line.contains("0123456") ? Examples.COMMIT : "");
    assertThat(console.out()).contains("Done", "as you like");
  }

  @Test
  void aRefusalHasItsExitCodeAndStandsInTheJsonToo() {
    console.afterPause(() -> desk.answer(Result.REFUSED, "release 3 was not verified here"));

    assertThat(console.run("rollback", "shop", "prod", "3", "-o", "json")).isEqualTo(1);

    assertThat(desk.request().request().release()).hasValue(3);
    assertThat(console.out()).contains("\"result\" : \"Refused\"");
    assertThat(console.err()).startsWith("RequestRefused: release 3 was not verified here");
  }

  @ParameterizedTest
  @CsvSource({"rollback", "revoke"})
  void whatIsNoNumberOfAReleaseIsNotAskedFor(String command) {
    for (String release : List.of("abc", "-1", "0")) {
      assertThat(console.run(command, "shop", "prod", release)).isEqualTo(2);
      assertThat(console.err())
          .contains("'%s' is no number of a release".formatted(release), "sluice history");
    }
  }

  @Test
  void aTakeoverIsCalledAsItIsAskedFor() {
    assertThat(console.run("dr", "failover", "prod")).isEqualTo(2);
    assertThat(console.err()).contains("sluice dr failover needs --reason");
  }

  @Test
  void aFreezeCoversWhatIsNamedAndEndsByItself() {
    assertThat(
            console.run(
                "freeze",
                "-e",
                "prod",
                "--level",
                "1",
                "--reason",
                "holiday",
                "--until",
                "8h",
                "--no-wait"))
        .isZero();

    assertThat(desk.request().scope()).isEqualTo(new Scope("", "prod", ""));
    assertThat(desk.request().request().level()).isEqualTo(1);
    assertThat(desk.request().request().until()).contains(TEN.plusSeconds(8 * 3600));
    assertThat(console.out()).contains("prod", "all", "freeze", "Open");
  }

  @Test
  void aFreezeThatWouldOnlyLookLikeOneIsNotAskedFor() {
    assertThat(freeze("-e", "prd", "--until", "8h")).isEqualTo(2);
    assertThat(console.err()).contains("there is no application in an environment prd");
    assertThat(freeze("-e", "prod")).isEqualTo(2);
    assertThat(console.err()).contains("sluice freeze needs --until");
    assertThat(freeze("--until", "2026-02-01T00:00:00Z")).isEqualTo(2);
    assertThat(console.err()).contains("2026-02-01T00:00:00Z is past");
    assertThat(freeze("--until", "soon")).isEqualTo(2);
    assertThat(console.err()).contains("--until soon is no time");
    assertThat(console.run("freeze", "--level", "1", "--until", "1d")).isEqualTo(2);
    assertThat(console.err()).contains("sluice freeze needs --reason");
    assertThat(console.run("freeze", "--level", "3", "--until", "1d")).isEqualTo(2);
    assertThat(console.err()).contains("there is no level 3");
    assertThat(desk.requests).isEmpty();
  }

  @Test
  void aLedgerIsAcknowledgedForAnEnvironmentWithAReason() {
    assertThat(console.run("acknowledge", "prod")).isEqualTo(2);
    assertThat(console.run("acknowledge", "prod", "--reason", "restored", "--no-wait")).isZero();
    assertThat(desk.request().scope()).isEqualTo(new Scope("", "prod", ""));
  }

  @Test
  void aRevisionOrPlaceThatIsNotKnownIsNotAskedFor() {
    assertThat(console.run("promote", "shop", "prod", "main")).isEqualTo(2);
    assertThat(console.err()).contains("\"main\" is no commit that runs somewhere");
    assertThat(console.run("promote", "shop", "test", NEXT)).isEqualTo(2);
    assertThat(console.err())
        .contains(
            "there is no application shop in an environment test. There are these: shop in dev,");
    assertThat(console.run("promote", "shop", "prod", NEXT, "--no-wait")).isZero();
    assertThat(desk.request().request().commit()).isEqualTo(NEXT);
  }

  private int freeze(String... more) {
    String[] line = {"freeze", "--level", "2", "--reason", "holiday"};
    return console.run(Stream.of(line, more).flatMap(Stream::of).toArray(String[]::new));
  }
}
