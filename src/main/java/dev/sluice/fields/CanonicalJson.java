package dev.sluice.fields;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One text per value: JSON with sorted keys, no white space, and numbers as an API server reads
 * them.
 *
 * <p>An API server keeps a number as a 64-bit integer, or else as a 64-bit float that it prints
 * without a fraction when it has none. So {@code 1} and {@code 1.0} are the same text here, and
 * {@code 1} and {@code "1"} are not.
 */
public final class CanonicalJson {

  private static final double INTEGRAL_LIMIT = 0x1p63;

  private CanonicalJson() {}

  /** The text of a tree (see {@code Manifest}); {@code null} is {@code null}. */
  public static String of(@Nullable Object value) {
    StringBuilder out = new StringBuilder(256);
    write(value, out);
    return out.toString();
  }

  /**
   * Appends the text of a tree.
   *
   * @throws IllegalArgumentException the tree holds something that JSON does not know
   */
  static void write(@Nullable Object value, StringBuilder out) {
    switch (value) {
      case null -> out.append("null");
      case String text -> quote(text, out);
      case Boolean flag -> out.append(flag.booleanValue());
      case Number number -> number(number, out);
      case Map<?, ?> map -> map(map, out);
      case List<?> list -> list(list, out);
      default ->
          throw new IllegalArgumentException("not a JSON value: " + value.getClass().getName());
    }
  }

  /** Whether two scalars are the same value to an API server. */
  public static boolean sameScalar(@Nullable Object one, @Nullable Object other) {
    if (one instanceof Number && other instanceof Number) {
      return of(one).equals(of(other));
    }
    return one == null ? other == null : one.equals(other);
  }

  private static void map(Map<?, ?> map, StringBuilder out) {
    Object[] keys = map.keySet().toArray();
    Arrays.sort(keys);
    out.append('{');
    for (int i = 0; i < keys.length; i++) {
      if (i > 0) {
        out.append(',');
      }
      quote((String) keys[i], out);
      out.append(':');
      write(map.get(keys[i]), out);
    }
    out.append('}');
  }

  private static void list(List<?> list, StringBuilder out) {
    out.append('[');
    String separator = "";
    for (Object element : list) {
      out.append(separator);
      write(element, out);
      separator = ",";
    }
    out.append(']');
  }

  private static void number(Number number, StringBuilder out) {
    switch (number) {
      case Integer whole -> out.append(whole.intValue());
      case Long whole -> out.append(whole.longValue());
      case BigInteger big when big.bitLength() < Long.SIZE -> out.append(big.longValue());
      case BigDecimal exact when isLong(exact) -> out.append(exact.longValueExact());
      case Number other -> floating(other.doubleValue(), out);
    }
  }

  /**
   * Decided before rounding to a float, so that 9007199254740993.0 does not lose its last digit.
   */
  private static boolean isLong(BigDecimal exact) {
    // The bounds keep 1E+1000000000 from being written out digit by digit.
    int digits = exact.precision() - exact.scale();
    return digits <= 19
        && exact.stripTrailingZeros().scale() <= 0
        && exact.toBigInteger().bitLength() < Long.SIZE;
  }

  private static void floating(double value, StringBuilder out) {
    if (value == Math.rint(value) && Math.abs(value) < INTEGRAL_LIMIT) {
      out.append((long) value);
    } else {
      out.append(value);
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        control(c, out);
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static void control(char c, StringBuilder out) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      default -> out.append("\\u00").append(c < 0x10 ? '0' : '1').append(hexDigit(c & 0xf));
    }
  }

  private static char hexDigit(int value) {
    return Character.forDigit(value, 16);
  }
}
