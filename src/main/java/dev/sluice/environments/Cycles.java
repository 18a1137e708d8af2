package dev.sluice.environments;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds environments that wait for themselves. */
final class Cycles {

  private Cycles() {}

  /** The shortest way from an environment back to it, both ends included; empty for none. */
  static Optional<List<String>> through(String name, Map<String, List<Link>> links) {
    Deque<List<String>> ahead = new ArrayDeque<>(List.of(List.of(name)));
    Set<String> seen = new HashSet<>();
    while (!ahead.isEmpty()) {
      List<String> way = ahead.remove();
      for (Link link : links.getOrDefault(way.getLast(), List.of())) {
        if (link.to().equals(name)) {
          return Optional.of(further(way, name));
        }
        if (seen.add(link.to())) {
          ahead.add(further(way, link.to()));
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> further(List<String> way, String next) {
    List<String> longer = new ArrayList<>(way);
    longer.add(next);
    return List.copyOf(longer);
  }
}
