package dev.sluice.door.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SluiceCommandLineTest {

  @Test
  void withoutArgumentsTheUsageGoesToStandardError() {
    Console console = Console.pipe();
    assertThat(console.run()).isEqualTo(2);
    assertThat(console.out()).isEmpty();
    assertThat(console.err()).contains("Usage: sluice", "render", "Exit codes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "daemon",
        "render",
        "diff",
        "plan",
        "pipeline",
        "status",
        "sync",
        "history",
        "promotions",
        "approve",
        "reject",
        "promote",
        "hotfix",
        "rollback",
        "pin",
        "unpin",
        "freeze",
        "unfreeze",
        "abort",
        "resume",
        "fail",
        "retry",
        "revoke",
        "acknowledge",
        "version"
      })
  void everyCommandHasHelp(String command) {
    Console console = Console.pipe();
    assertThat(console.run(command, "--help")).isZero();
    assertThat(console.out()).contains("Usage: sluice " + command, "-h, --help");
    assertThat(console.err()).isEmpty();
  }

  @Test
  void aMistypedCommandNamesTheNearestOne() {
    Console console = Console.pipe();
    assertThat(console.run("statsu")).isEqualTo(2);
    assertThat(console.err()).contains("statsu", "status");
    assertThat(console.out()).isEmpty();
  }

  @Test
  void aMistypedOptionNamesTheCommandToAsk() {
    Console console = Console.pipe();
    assertThat(console.run("render")).isEqualTo(2);
    assertThat(console.err())
        .contains("Missing required parameter: 'OVERLAY-DIR'", "Try 'sluice render --help'.");
  }

  @Test
  void versionIsForProgramsToo() {
    Console console = Console.pipe();
    assertThat(console.run("version", "-o", "json")).isZero();
    assertThat(console.out())
        .isEqualToIgnoringWhitespace(
            """
            {"sluice": "1.2.3", "commit": "unknown", "kustomize": "v5", "java": "25"}
            """);
  }

  @Test
  void aFaultOfOursIsAnInternalErrorWithoutItsTrace() {
    Console console =
        Console.pipe()
            .versions(() -> {
              throw new IllegalStateException("broken");
            });
    assertThat(console.run("version")).isEqualTo(1);
    assertThat(console.err())
        .startsWith("InternalError: an unexpected java.lang.IllegalStateException: broken.")
        .contains("--verbose")
        .doesNotContain("\tat ");
  }

  @Test
  void verboseShowsTheTrace() {
    Console console =
        Console.pipe()
            .versions(() -> {
              throw new IllegalStateException("broken");
            });
    assertThat(console.run("version", "--verbose")).isEqualTo(1);
    assertThat(console.err()).contains("\tat dev.sluice");
  }
}
