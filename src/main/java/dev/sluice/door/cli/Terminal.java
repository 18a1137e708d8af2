package dev.sluice.door.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command prints. Results go to {@code out}; everything else goes to {@code err}, so that a
 * pipe gets nothing but the result.
 *
 * @param out standard output
 * @param err standard error
 * @param colour whether colours are understood and wanted
 * @param width columns of the terminal; 0 when unknown or not a terminal: nothing is cut off
 */
public record Terminal(PrintWriter out, PrintWriter err, boolean colour, int width) {

  /** The terminal of this process; {@code NO_COLOR} (no-color.org) is respected. */
  public static Terminal ofProcess(Map<String, String> environment) {
    Console console = System.console();
    boolean terminal = console != null && console.isTerminal();
    boolean dumb = "dumb".equals(environment.get("TERM"));
    boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        terminal && !dumb && !refused,
        terminal ? width(environment.getOrDefault("COLUMNS", "")) : 0);
  }

  private static int width(String columns) {
    return columns.matches("[1-9][0-9]{1,4}") ? Integer.parseInt(columns) : 0;
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8),
        true,
        StandardCharsets.UTF_8);
  }
}
