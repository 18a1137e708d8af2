package dev.sluice.promote.dr.readiness;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Amounts as Kubernetes writes them: {@code 250m}, {@code 1.5}, {@code 512Mi}, {@code 2e3}. */
final class Quantity {

  // The length is bounded: a longer number is none that anybody meant.
  private static final Pattern FORM =
      Pattern.compile("([+-]?[0-9]{0,20}(?:\\.[0-9]{0,20})?)([eE][+-]?[0-9]{1,2}|[A-Za-z]{0,2})");

  private static final BigDecimal MEBI = BigDecimal.valueOf(1L << 20);

  private static final Map<String, BigDecimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("n", new BigDecimal("1e-9")),
          Map.entry("u", new BigDecimal("1e-6")),
          Map.entry("m", new BigDecimal("1e-3")),
          Map.entry("", BigDecimal.ONE),
          Map.entry("k", new BigDecimal("1e3")),
          Map.entry("M", new BigDecimal("1e6")),
          Map.entry("G", new BigDecimal("1e9")),
          Map.entry("T", new BigDecimal("1e12")),
          Map.entry("P", new BigDecimal("1e15")),
          Map.entry("E", new BigDecimal("1e18")),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", MEBI),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
          Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

  private Quantity() {}

  /** The amount; empty for what is none. */
  static Optional<BigDecimal> of(@Nullable Object value) {
    if (value instanceof Number number) {
      return Optional.of(new BigDecimal(number.toString()));
    }
    if (!(value instanceof String text)) {
      return Optional.empty();
    }
    Matcher parts = FORM.matcher(text.strip());
    if (!parts.matches() || parts.group(1).chars().noneMatch(Character::isDigit)) {
      return Optional.empty();
    }
    String suffix = parts.group(2);
    BigDecimal number = new BigDecimal(parts.group(1));
    // An E alone is a suffix, with digits after it an exponent.
    if (suffix.length() > 1
        && (suffix.charAt(0) == 'e' || suffix.charAt(0) == 'E')
        && !SUFFIXES.containsKey(suffix)) {
      return suffix.chars().anyMatch(Character::isDigit)
          ? Optional.of(number.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1))))
          : Optional.empty();
    }
    return Optional.ofNullable(SUFFIXES.get(suffix)).map(number::multiply);
  }

  /** For people: whole mebibytes as such, parts of one in thousandths. */
  static String text(BigDecimal amount) {
    if (amount.compareTo(MEBI) >= 0 && amount.remainder(MEBI).signum() == 0) {
      return amount.divideToIntegralValue(MEBI).toBigInteger() + "Mi";
    }
    BigDecimal whole = amount.round(MathContext.DECIMAL64).stripTrailingZeros();
    if (whole.scale() > 0 && whole.abs().compareTo(BigDecimal.TEN) < 0) {
      return whole.movePointRight(3).stripTrailingZeros().toPlainString() + "m";
    }
    return whole.toPlainString();
  }
}
