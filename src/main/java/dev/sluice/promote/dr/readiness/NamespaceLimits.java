package dev.sluice.promote.dr.readiness;

import java.util.List;
import java.util.Map;

/**
 * What a namespace allows.
 *
 * @param quotas its ResourceQuotas
 * @param ranges its LimitRanges
 */
public record NamespaceLimits(List<Map<String, Object>> quotas, List<Map<String, Object>> ranges) {

  /** Everything. */
  public static final NamespaceLimits NONE = new NamespaceLimits(List.of(), List.of());
}
