package dev.sluice.door.cli;

import picocli.CommandLine.Option;

/** Mixin: {@code -o} of the commands that show a plan. */
final class PlanFormat {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|json|yaml|diff",
      defaultValue = "table",
      description =
          "How the plan is printed: a table for people, json or yaml for programs, diff for"
              + " reviewers (default: table).")
  private Kind kind = Kind.table;

  Kind kind() {
    return kind;
  }

  /** Written as people type them. */
  enum Kind {
    table,
    json,
    yaml,
    diff
  }
}
