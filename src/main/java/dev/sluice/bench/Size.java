package dev.sluice.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much is deployed.
 *
 * @param applications each has an overlay and a target of its own in every environment
 * @param objects of each application
 * @param environments how many; one stands alone, several are a pipeline that the first feeds
 */
public record Size(int applications, int objects, int environments) {

  /** Every application that is deployed once has at least these kinds: see {@link Fixture}. */
  public static final int FEWEST_OBJECTS = 10;

  private static final int MOST = 10_000;
  private static final int LONGEST = 8;
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,5})x([0-9]{1,5})(?:x([0-9]{1,2}))?");

  public Size {
    int fewest = environments == 1 ? FEWEST_OBJECTS : 1;
    if (applications < 1
        || applications > MOST
        || objects < fewest
        || objects > MOST
        || environments < 1
        || environments > LONGEST) {
      throw new IllegalArgumentException(
          "%s is not between 1x%d and %dx%d, or with a pipeline between 1x1x2 and %dx%dx%d"
              .formatted(
                  text(applications, objects, environments),
                  FEWEST_OBJECTS,
                  MOST,
                  MOST,
                  MOST,
                  MOST,
                  LONGEST));
    }
  }

  /** In an environment that stands alone. */
  public Size(int applications, int objects) {
    this(applications, objects, 1);
  }

  /**
   * Reads {@code 100x10}, or {@code 500x1x4} with a pipeline of four environments.
   *
   * @throws IllegalArgumentException when it is no size; the message is for people
   */
  public static Size parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no size: write applications x objects, such as 100x10, or applications x"
              + " objects x environments, such as 500x1x4");
    }
    return new Size(
        Integer.parseInt(parts.group(1)),
        Integer.parseInt(parts.group(2)),
        parts.group(3) == null ? 1 : Integer.parseInt(parts.group(3)));
  }

  /** Whether releases go from environment to environment. */
  public boolean isPipeline() {
    return environments > 1;
  }

  /** Applications, each in every environment. */
  public int targets() {
    return applications * environments;
  }

  /** All objects together. */
  public int total() {
    return targets() * objects;
  }

  @Override
  public String toString() {
    return text(applications, objects, environments);
  }

  private static String text(int applications, int objects, int environments) {
    return applications + "x" + objects + (environments == 1 ? "" : "x" + environments);
  }
}
