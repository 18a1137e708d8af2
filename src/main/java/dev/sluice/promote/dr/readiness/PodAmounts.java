package dev.sluice.promote.dr.readiness;

import dev.sluice.model.Trees;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What one Pod asks for, as the API server counts it: what its containers ask for together, or the
 * most that is needed before they start, whichever is more. What the namespace gives to containers
 * that say nothing is in it.
 */
final class PodAmounts {

  private final Map<String, Object> spec;
  private final Bounds bounds;

  PodAmounts(Map<String, Object> spec, Bounds bounds) {
    this.spec = spec;
    this.bounds = bounds;
  }

  /** Of each resource. */
  Map<String, BigDecimal> of(Amount amount) {
    Map<String, BigDecimal> running = new LinkedHashMap<>();
    Map<String, BigDecimal> starting = new LinkedHashMap<>();
    for (Map<String, Object> container : Trees.maps(spec, "initContainers")) {
      Map<String, BigDecimal> its = of(container, amount);
      if (Trees.string(container, "restartPolicy").equals("Always")) {
        its.forEach((resource, value) -> running.merge(resource, value, BigDecimal::add));
        running.forEach((resource, value) -> starting.merge(resource, value, BigDecimal::max));
      } else {
        its.forEach((resource, value) ->
            starting.merge(
                resource,
                value.add(running.getOrDefault(resource, BigDecimal.ZERO)),
                BigDecimal::max));
      }
    }
    for (Map<String, Object> container : Trees.maps(spec, "containers")) {
      of(container, amount)
          .forEach((resource, value) -> running.merge(resource, value, BigDecimal::add));
    }
    starting.forEach((resource, value) -> running.merge(resource, value, BigDecimal::max));
    running.putAll(given(Trees.map(spec, "resources"), amount)); // of the Pod as a whole
    return running;
  }

  /** Containers that say nothing of a resource, nor does the namespace for them. */
  Set<String> without(String resource, Amount amount) {
    Set<String> names = new TreeSet<>();
    if (given(Trees.map(spec, "resources"), amount).containsKey(resource)) {
      return names;
    }
    for (Map<String, Object> container : all()) {
      if (!of(container, amount).containsKey(resource)) {
        names.add(Trees.string(container, "name"));
      }
    }
    return names;
  }

  /** Whether no container says anything of processors or memory. */
  boolean isBestEffort() {
    return all().stream()
        .allMatch(one ->
            of(one, Amount.REQUESTS).keySet().stream().noneMatch(PodAmounts::isBasic)
                && of(one, Amount.LIMITS).keySet().stream().noneMatch(PodAmounts::isBasic));
  }

  /** The first amount that the namespace does not allow; empty when it allows all of them. */
  Optional<String> outOfBounds() {
    for (Map<String, Object> container : all()) {
      Optional<String> wrong =
          outOfBounds(
              "container " + Trees.string(container, "name"),
              "Container",
              of(container, Amount.REQUESTS),
              of(container, Amount.LIMITS));
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return outOfBounds("a Pod", "Pod", of(Amount.REQUESTS), of(Amount.LIMITS));
  }

  private Optional<String> outOfBounds(
      String who, String type, Map<String, BigDecimal> requests, Map<String, BigDecimal> limits) {
    for (Map.Entry<String, BigDecimal> least : bounds.least(type).entrySet()) {
      BigDecimal asked = requests.getOrDefault(least.getKey(), BigDecimal.ZERO);
      if (asked.compareTo(least.getValue()) < 0) {
        return Optional.of(
            "%s asks for %s of %s, less than the %s that it must"
                .formatted(
                    who, Quantity.text(asked), least.getKey(), Quantity.text(least.getValue())));
      }
    }
    for (Map.Entry<String, BigDecimal> most : bounds.most(type).entrySet()) {
      BigDecimal limit = limits.get(most.getKey());
      BigDecimal asked = requests.getOrDefault(most.getKey(), BigDecimal.ZERO);
      BigDecimal has = limit == null ? asked : limit.max(asked);
      if (limit == null || has.compareTo(most.getValue()) > 0) {
        return Optional.of(
            "%s has %s of %s, where %s is the most"
                .formatted(
                    who,
                    limit == null ? "no limit" : Quantity.text(has),
                    most.getKey(),
                    Quantity.text(most.getValue())));
      }
    }
    return Optional.empty();
  }

  private List<Map<String, Object>> all() {
    return Stream.concat(
            Trees.maps(spec, "initContainers").stream(), Trees.maps(spec, "containers").stream())
        .toList();
  }

  private Map<String, BigDecimal> of(Map<String, Object> container, Amount amount) {
    Map<String, Object> resources = Trees.map(container, "resources");
    Map<String, BigDecimal> amounts = given(resources, amount);
    if (amount == Amount.REQUESTS) {
      given(resources, Amount.LIMITS).forEach(amounts::putIfAbsent); // as the API server does
    }
    bounds.defaults(amount).forEach(amounts::putIfAbsent);
    return amounts;
  }

  private static Map<String, BigDecimal> given(Map<String, Object> resources, Amount amount) {
    Map<String, BigDecimal> amounts = new LinkedHashMap<>();
    Trees.map(resources, amount.word())
        .forEach(
            (resource, value) -> Quantity.of(value).ifPresent(one -> amounts.put(resource, one)));
    return amounts;
  }

  private static boolean isBasic(String resource) {
    return resource.equals("cpu") || resource.equals("memory");
  }
}
