package dev.sluice.door.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice version}. */
@Command(name = "version", header = "Show the versions of this program and of what it is made of.")
public final class VersionCommand implements Callable<Integer> {

  private final Ports.Versions versions;
  private final Terminal terminal;

  @Mixin private OutputFormat output = new OutputFormat();

  /** Takes what it needs. */
  public VersionCommand(Ports.Versions versions, Terminal terminal) {
    this.versions = versions;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Map<String, String> parts = versions.read().parts();
    Table table =
        new Table(
            List.of("PART", "VERSION"),
            parts.entrySet().stream()
                .map(part ->
                    Table.Row.of(
                        Table.Cell.plain(part.getKey()), Table.Cell.plain(part.getValue())))
                .toList());
    output.print(terminal, table, parts);
    return 0;
  }

  /**
   * What a program is made of.
   *
   * @param program version of this program
   * @param commit the commit it was built from; empty when unknown
   * @param kustomize version of the {@code kustomize} command it renders like; empty when it cannot
   *     render here
   * @param java version and vendor of the Java it runs on
   */
  public record Versions(String program, String commit, String kustomize, String java) {

    Map<String, String> parts() {
      Map<String, String> parts = new LinkedHashMap<>();
      parts.put("sluice", program);
      parts.put("commit", commit.isEmpty() ? "unknown" : commit);
      parts.put("kustomize", kustomize.isEmpty() ? "not available" : kustomize);
      parts.put("java", java);
      return parts;
    }
  }
}
