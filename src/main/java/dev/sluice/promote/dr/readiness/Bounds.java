package dev.sluice.promote.dr.readiness;

import dev.sluice.model.Trees;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the LimitRanges of a namespace add to containers and allow them.
 *
 * @param limits items of their specs, as the API server holds them: with its own defaults
 */
record Bounds(List<Map<String, Object>> limits) {

  /** Those of LimitRange objects. */
  static Bounds of(List<Map<String, Object>> ranges) {
    return new Bounds(
        ranges.stream()
            .flatMap(range -> Trees.maps(Trees.map(range, "spec"), "limits").stream())
            .toList());
  }

  /** Amounts that containers get which name none. */
  Map<String, BigDecimal> defaults(Amount amount) {
    return amounts("Container", amount == Amount.REQUESTS ? "defaultRequest" : "default");
  }

  /** The least that a container or Pod must have. */
  Map<String, BigDecimal> least(String type) {
    return amounts(type, "min");
  }

  /** The most that a container or Pod may have. */
  Map<String, BigDecimal> most(String type) {
    return amounts(type, "max");
  }

  private Map<String, BigDecimal> amounts(String type, String field) {
    Map<String, BigDecimal> amounts = new LinkedHashMap<>();
    limits.stream()
        .filter(item -> Trees.string(item, "type").equals(type))
        .forEach(item ->
            Trees.map(item, field)
                .forEach((resource, value) ->
                    Quantity.of(value).ifPresent(one -> amounts.put(resource, one))));
    return amounts;
  }
}
