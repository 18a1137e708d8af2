package dev.sluice.door.cli;

import dev.sluice.bench.BenchReport;
import dev.sluice.bench.Size;
import dev.sluice.model.Stopped;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code sluice bench}. */
@Command(
    name = "bench",
    header = "Measure the main job on this machine, beside a client that does it without a daemon.",
    description = {
      "",
      "For every size a real control plane and a Git host of its own on the loopback interface, and"
          + " a daemon of this program with the rights of deploy/base. Counts the daemon's requests"
          + " in the API server's audit log. Takes minutes; leaves nothing behind.",
      ""
    })
public final class BenchCommand implements Callable<Integer> {

  private final Ports.BenchRun bench;
  private final Terminal terminal;

  @Mixin private OutputFormat output = new OutputFormat();

  @Option(
      names = "--sizes",
      paramLabel = "APPSxOBJECTS[xENVIRONMENTS]",
      split = ",",
      defaultValue = "1x10,1x1000,100x10,500x10",
      converter = SizeConverter.class,
      description = {
        "What to deploy, separated by commas (default: ${DEFAULT-VALUE}).",
        "With several environments, such as 500x1x4: releases through a pipeline, and what it"
            + " costs when there is nothing to do."
      })
  private List<Size> sizes = List.of();

  /** Takes what it needs. */
  public BenchCommand(Ports.BenchRun bench, Terminal terminal) {
    this.bench = bench;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Stopped {
    BenchReport report = bench.run(sizes);
    if (output.isForPeople()) {
      BenchView.heading(report).forEach(terminal.out()::println);
    }
    output.print(terminal, BenchView.table(report), BenchView.tree(report));
    return 0;
  }

  /** Reads {@code 100x10}. */
  static final class SizeConverter implements ITypeConverter<Size> {

    @Override
    public Size convert(String value) {
      try {
        return Size.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
