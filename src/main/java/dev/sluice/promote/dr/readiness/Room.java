package dev.sluice.promote.dr.readiness;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the Pods of one namespace fit into it: what its quotas leave, together with what the
 * standby has of them already.
 *
 * @param namespace its name
 * @param quotas what may be there
 * @param bounds what a Pod may have
 */
record Room(String namespace, List<Quota> quotas, Bounds bounds) {

  private static final String QUOTA =
      "Raise the quota, or let the overlay of the role active ask for less";

  /**
   * What does not fit.
   *
   * @param now the Pods of the standby, which are counted as used
   * @param then the Pods that there are to be
   */
  List<Lack> lacks(List<PodTemplate> now, List<PodTemplate> then) {
    List<Lack> lacks = new ArrayList<>();
    for (PodTemplate pods : then) {
      outOfBounds(pods).ifPresent(lacks::add);
    }
    for (Quota quota : quotas) {
      quota
          .hard()
          .forEach((line, hard) ->
              Quota.counted(line)
                  .ifPresent(counted -> lacks.addAll(lacks(quota, line, counted, now, then))));
    }
    return lacks;
  }

  private Optional<Lack> outOfBounds(PodTemplate pods) {
    return amounts(pods)
        .outOfBounds()
        .map(wrong ->
            new Lack(
                "a LimitRange of %s refuses Pods of %s: %s"
                    .formatted(namespace, pods.owner(), wrong),
                "Change the LimitRange, or what the overlay of the role active asks for"));
  }

  private List<Lack> lacks(
      Quota quota,
      String line,
      Quota.Counted counted,
      List<PodTemplate> now,
      List<PodTemplate> then) {
    List<Lack> lacks = new ArrayList<>();
    if (counted instanceof Quota.Counted.Resource resource) {
      then.stream()
          .filter(pods -> quota.counts(pods.spec(), amounts(pods)))
          .forEach(pods -> {
            Set<String> silent = amounts(pods).without(resource.name(), resource.amount());
            if (!silent.isEmpty()) {
              lacks.add(
                  new Lack(
                      "ResourceQuota %s/%s refuses Pods of %s: %s must be set by: %s"
                          .formatted(
                              namespace,
                              quota.name(),
                              pods.owner(),
                              line,
                              String.join(", ", silent)),
                      "Set it there, or give a default in a LimitRange"));
            }
          });
    }
    BigDecimal hard = quota.hard().getOrDefault(line, BigDecimal.ZERO);
    BigDecimal used = quota.used().getOrDefault(line, BigDecimal.ZERO);
    BigDecimal own = sum(quota, counted, now).min(used);
    BigDecimal free = hard.subtract(used).add(own).max(BigDecimal.ZERO);
    BigDecimal needed = sum(quota, counted, then);
    if (needed.compareTo(free) > 0) {
      lacks.add(
          new Lack(
              "ResourceQuota %s/%s leaves %s of %s (%s of %s used, %s of it by the standby), and the role active needs %s"
                  .formatted(
                      namespace,
                      quota.name(),
                      Quantity.text(free),
                      line,
                      Quantity.text(used),
                      Quantity.text(hard),
                      Quantity.text(own),
                      Quantity.text(needed)),
              QUOTA));
    }
    return lacks;
  }

  private BigDecimal sum(Quota quota, Quota.Counted counted, List<PodTemplate> all) {
    BigDecimal sum = BigDecimal.ZERO;
    for (PodTemplate pods : all) {
      PodAmounts amounts = amounts(pods);
      if (quota.counts(pods.spec(), amounts)) {
        sum = sum.add(one(counted, amounts).multiply(BigDecimal.valueOf(pods.pods())));
      }
    }
    return sum;
  }

  private static BigDecimal one(Quota.Counted counted, PodAmounts amounts) {
    return switch (counted) {
      case Quota.Counted.Pods ignored -> BigDecimal.ONE;
      case Quota.Counted.Resource(Amount amount, String name) ->
          amounts.of(amount).getOrDefault(name, BigDecimal.ZERO);
    };
  }

  private PodAmounts amounts(PodTemplate pods) {
    return new PodAmounts(pods.spec(), bounds);
  }

  /** The rooms of all namespaces that Pods are to run in. */
  static List<Room> of(Map<String, NamespaceLimits> limits) {
    return limits.entrySet().stream()
        .map(one ->
            new Room(
                one.getKey(),
                one.getValue().quotas().stream().map(Quota::of).toList(),
                Bounds.of(one.getValue().ranges())))
        .toList();
  }
}
