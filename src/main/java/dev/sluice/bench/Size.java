package dev.sluice.bench;

/**
 * How much is deployed.
 *
 * @param applications each has an overlay and a target of its own
 * @param objects of each application
 */
public record Size(int applications, int objects) {

  /** Every application has at least these kinds: see {@link Fixture}. */
  public static final int FEWEST_OBJECTS = 10;

  private static final int MOST = 10_000;

  public Size {
    if (applications < 1 || applications > MOST || objects < FEWEST_OBJECTS || objects > MOST) {
      throw new IllegalArgumentException(
          "%dx%d is not between 1x%d and %dx%d"
              .formatted(applications, objects, FEWEST_OBJECTS, MOST, MOST));
    }
  }

  /**
   * Reads {@code 100x10}.
   *
   * @throws IllegalArgumentException when it is no size; the message is for people
   */
  public static Size parse(String text) {
    if (!text.matches("[0-9]{1,5}x[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no size: write applications x objects, such as 100x10");
    }
    String[] parts = text.split("x", 2);
    return new Size(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  /** All objects together. */
  public int total() {
    return applications * objects;
  }

  @Override
  public String toString() {
    return applications + "x" + objects;
  }
}
