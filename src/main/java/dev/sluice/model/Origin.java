package dev.sluice.model;

/**
 * Where something stands in a config repository, so that a message can point at it.
 *
 * @param file path from the root of the repository; empty when unknown
 * @param line line counted from 1; 0 when unknown
 */
public record Origin(String file, int line) {

  /** Nothing is known. */
  public static final Origin UNKNOWN = new Origin("", 0);

  /** A whole file. */
  public static Origin file(String file) {
    return new Origin(file, 0);
  }

  /** For people: {@code overlays/shop/dev/web.yaml:12}; empty when unknown. */
  @Override
  public String toString() {
    return line > 0 ? file + ":" + line : file;
  }
}
