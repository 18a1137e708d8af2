package dev.sluice.promote.strategy;

import dev.sluice.model.Manifest;
import dev.sluice.model.Stopped;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** What divides the traffic of a release with a canary of the next one. */
interface TrafficRouter {

  /**
   * Names of the Services to which it leads traffic.
   *
   * @throws Stopped when it leads traffic to none
   */
  SortedSet<String> services() throws Stopped;

  /**
   * The routes that give copies of Services a share.
   *
   * @param copies name of each Service and of its copy
   * @param weight the share in percent
   * @throws Stopped when traffic to one of them cannot be divided
   */
  List<Manifest> routes(Map<String, String> copies, int weight) throws Stopped;
}
