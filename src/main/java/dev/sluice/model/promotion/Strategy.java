package dev.sluice.model.promotion;

import java.time.Duration;
import java.util.List;

/**
 * How a release takes the place of the one before. An Argo {@code Rollout} or a Flagger {@code
 * Canary} in an overlay needs none of these: their controllers do it, and they are judged as
 * workloads.
 */
public sealed interface Strategy {

  /** The word in files. */
  String word();

  /** Whether two releases run side by side on the way. */
  default boolean isPhased() {
    return !(this instanceof Rolling);
  }

  /** The workloads replace their own Pods; how is said in their manifests. */
  record Rolling() implements Strategy {

    @Override
    public String word() {
      return "rolling";
    }
  }

  /**
   * The release comes up beside the one that serves, is tried there, and then takes all traffic at
   * once. The former one stays for a while, so that going back is a matter of a moment.
   *
   * @param services names of the Services that are switched, all together; empty for those that
   *     select a workload of the application
   * @param retireAfter how long the former release stays after the new one was verified
   */
  record BlueGreen(List<String> services, Duration retireAfter) implements Strategy {

    /** The word in files and in the ledger. */
    public static final String WORD = "blueGreen";

    @Override
    public String word() {
      return WORD;
    }
  }

  /**
   * The release takes a growing share of the traffic.
   *
   * @param router what divides the traffic
   * @param services names of the Services whose traffic is divided; empty for those that an Ingress
   *     of the application leads to
   * @param weights percentages of the traffic, one for each step; they grow, and end below 100
   * @param pause how long each step lasts at the least
   */
  record Canary(Router router, List<String> services, List<Integer> weights, Duration pause)
      implements Strategy {

    /** The word in files and in the ledger. */
    public static final String WORD = "canary";

    @Override
    public String word() {
      return WORD;
    }
  }

  /** What divides traffic between two releases. */
  enum Router {
    /** Annotations of ingress-nginx on a second Ingress. */
    NGINX
  }
}
