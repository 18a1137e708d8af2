package dev.sluice.model.promotion;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of the five fields of a schedule. */
enum CronField {
  MINUTE("minute", 0, 59, List.of()),
  HOUR("hour", 0, 23, List.of()),
  DAY_OF_MONTH("day of the month", 1, 31, List.of()),
  MONTH(
      "month",
      1,
      12,
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
  DAY_OF_WEEK("day of the week", 0, 7, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat"));

  private static final Pattern PART =
      Pattern.compile("(\\*|(?<from>\\w+)(-(?<to>\\w+))?)(/(?<step>[0-9]{1,2}))?");

  private final String word;
  private final int smallest;
  private final int largest;
  private final List<String> names;

  CronField(String word, int smallest, int largest, List<String> names) {
    this.word = word;
    this.smallest = smallest;
    this.largest = largest;
    this.names = names;
  }

  /**
   * The values that a text of this field stands for.
   *
   * @throws IllegalArgumentException when it stands for none
   */
  Set<Integer> values(String text) {
    Set<Integer> values = new TreeSet<>();
    for (String part : text.split(",", -1)) {
      add(part, values);
    }
    return Set.copyOf(values);
  }

  private void add(String part, Set<Integer> values) {
    Matcher matcher = PART.matcher(part);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "the %s %s is no *, value, range or step".formatted(word, quoted(part)));
    }
    boolean star = matcher.group("from") == null;
    boolean open = star || (matcher.group("to") == null && matcher.group("step") != null);
    int from = star ? smallest : number(matcher.group("from"));
    int to = open ? last() : matcher.group("to") == null ? from : end(matcher.group("to"), from);
    int step = matcher.group("step") == null ? 1 : Integer.parseInt(matcher.group("step"));
    if (step == 0) {
      throw new IllegalArgumentException("the %s %s has steps of nothing".formatted(word, part));
    }
    if (from > to) {
      throw new IllegalArgumentException(
          "the %s %s ends before it begins; write two ranges".formatted(word, part));
    }
    for (int value = from; value <= to; value += step) {
      values.add(value);
    }
  }

  private int number(String text) {
    int name = names.indexOf(text.toLowerCase(Locale.ROOT));
    if (name >= 0) {
      // Months are counted from 1, days of the week from 0.
      return smallest + name;
    }
    int number = text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : -1;
    if (number < smallest || number > largest) {
      throw new IllegalArgumentException(
          "the %s %s is not within %d to %d%s"
              .formatted(
                  word,
                  quoted(text),
                  smallest,
                  largest,
                  names.isEmpty()
                      ? ""
                      : ", nor one of " + String.join(", ", names).toUpperCase(Locale.ROOT)));
    }
    return number;
  }

  /** At the end of a range Sunday is the seventh day. */
  private int end(String text, int from) {
    int number = number(text);
    return this == DAY_OF_WEEK && number == 0 && from > 0 ? largest : number;
  }

  /** Sunday is 0 and 7; an open range must not take it twice. */
  private int last() {
    return this == DAY_OF_WEEK ? 6 : largest;
  }

  private static String quoted(String text) {
    return text.isEmpty() ? "\"\"" : text;
  }
}
