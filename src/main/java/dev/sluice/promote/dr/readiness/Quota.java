package dev.sluice.promote.dr.readiness;

import dev.sluice.model.Trees;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A ResourceQuota, as far as it is about Pods.
 *
 * @param name its name
 * @param hard the most that there may be
 * @param used what there is
 * @param scopes which Pods count; all of these have to hold
 */
record Quota(
    String name,
    Map<String, BigDecimal> hard,
    Map<String, BigDecimal> used,
    List<Map<String, Object>> scopes) {

  /** What a line of a quota counts of a Pod. */
  sealed interface Counted {

    /** How many there are. */
    record Pods() implements Counted {}

    /** An amount of a resource. */
    record Resource(Amount amount, String name) implements Counted {}
  }

  /** Reads one. */
  static Quota of(Map<String, Object> object) {
    Map<String, Object> spec = Trees.map(object, "spec");
    Map<String, Object> status = Trees.map(object, "status");
    List<Map<String, Object>> scopes =
        Trees.list(spec, "scopes").stream()
            .map(scope -> Map.<String, Object>of("scopeName", scope, "operator", "Exists"))
            .collect(Collectors.toCollection(ArrayList::new));
    scopes.addAll(Trees.maps(Trees.map(spec, "scopeSelector"), "matchExpressions"));
    return new Quota(
        Trees.string(Trees.map(object, "metadata"), "name"),
        amounts(Trees.map(spec, "hard")),
        amounts(Trees.map(status, "used")),
        scopes);
  }

  /** What a line is about; empty for what is not about Pods. */
  static Optional<Counted> counted(String line) {
    return switch (line) {
      case "pods", "count/pods" -> Optional.of(new Counted.Pods());
      case "cpu", "memory", "ephemeral-storage" ->
          Optional.of(new Counted.Resource(Amount.REQUESTS, line));
      case "requests.storage" -> Optional.empty();
      default -> {
        if (line.startsWith("hugepages-")) {
          yield Optional.of(new Counted.Resource(Amount.REQUESTS, line));
        }
        for (Amount amount : Amount.values()) {
          String before = amount.word() + ".";
          if (line.startsWith(before)) {
            yield Optional.of(new Counted.Resource(amount, line.substring(before.length())));
          }
        }
        yield Optional.empty();
      }
    };
  }

  /** Whether it counts such a Pod. */
  boolean counts(Map<String, Object> podSpec, PodAmounts amounts) {
    return scopes.stream().allMatch(scope -> counts(scope, podSpec, amounts));
  }

  private static boolean counts(
      Map<String, Object> scope, Map<String, Object> podSpec, PodAmounts amounts) {
    return switch (Trees.string(scope, "scopeName")) {
      case "BestEffort" -> amounts.isBestEffort();
      case "NotBestEffort" -> !amounts.isBestEffort();
      case "Terminating" -> podSpec.containsKey("activeDeadlineSeconds");
      case "NotTerminating" -> !podSpec.containsKey("activeDeadlineSeconds");
      case "PriorityClass" -> hasPriority(scope, Trees.string(podSpec, "priorityClassName"));
      default -> false; // unknown to us: it is not said that it does not fit
    };
  }

  private static boolean hasPriority(Map<String, Object> scope, String priorityClass) {
    boolean listed = Trees.list(scope, "values").contains(priorityClass);
    return switch (Trees.string(scope, "operator")) {
      case "In" -> listed;
      case "NotIn" -> !listed;
      case "Exists" -> !priorityClass.isEmpty();
      case "DoesNotExist" -> priorityClass.isEmpty();
      default -> false;
    };
  }

  private static Map<String, BigDecimal> amounts(Map<String, Object> from) {
    Map<String, BigDecimal> amounts = new LinkedHashMap<>();
    from.forEach((line, value) -> Quantity.of(value).ifPresent(one -> amounts.put(line, one)));
    return amounts;
  }
}
