package dev.sluice;

import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

/** Daemon or command; the only composition root. */
@QuarkusMain
public final class Main {

  private Main() {}

  /** Entry of the packaged program. */
  public static void main(String... args) {
    System.exit(new CommandLine(new Root()).execute(args));
  }

  @CommandLine.Command(name = "sluice", mixinStandardHelpOptions = true)
  static final class Root {}
}
