package dev.sluice.yaml;

/** A file is not the YAML it should be. */
public final class YamlProblem extends Exception {

  private static final long serialVersionUID = 1L;

  private final int line;

  YamlProblem(int line, String message) {
    super(message);
    this.line = line;
  }

  YamlProblem(int line, String message, Throwable cause) {
    super(message, cause);
    this.line = line;
  }

  /** The line to look at, counted from 1; 0 when it concerns the whole file. */
  public int line() {
    return line;
  }

  /** What is wrong, for people; never null. */
  public String what() {
    return String.valueOf(getMessage());
  }
}
