package dev.sluice.door.cli;

import picocli.CommandLine.Option;

/** Mixin: {@code -o}. */
final class OutputFormat {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|json|yaml",
      defaultValue = "table",
      description = "How the result is printed: ${COMPLETION-CANDIDATES} (default: table).")
  private Kind kind = Kind.table;

  /** Prints a result: the table for people, the tree for programs. */
  void print(Terminal terminal, Table table, Object tree) {
    switch (kind) {
      case table -> table.print(terminal);
      case json -> terminal.out().println(Trees.json(tree));
      case yaml -> terminal.out().print(Trees.yaml(tree));
    }
    terminal.out().flush();
  }

  /** Whether a person reads it. */
  boolean isForPeople() {
    return kind == Kind.table;
  }

  /** Written as people type them. */
  enum Kind {
    table,
    json,
    yaml
  }
}
