package dev.sluice.environments;

import dev.sluice.environments.Shape.Choice;
import dev.sluice.environments.Shape.Count;
import dev.sluice.environments.Shape.Field;
import dev.sluice.environments.Shape.Fields;
import dev.sluice.environments.Shape.ListOf;
import dev.sluice.environments.Shape.Presence;
import dev.sluice.environments.Shape.Text;
import java.util.List;
import java.util.regex.Pattern;

/** The one table of the ways in which a release takes the place of another, and their fields. */
final class StrategyShape {

  private static final ListOf SERVICES = new ListOf(Names.SHAPE, "names of Services");

  private static final Text ROUTER =
      new Text(Pattern.compile("^nginx$"), "nginx", List.of("nginx"));

  private static final Fields ROLLING = new Fields(List.of(), Choice.ANY);

  private static final Fields BLUE_GREEN =
      new Fields(
          List.of(
              optional(
                  "services",
                  SERVICES,
                  "The Services that are switched, all together; left out: those that select a"
                      + " workload of the application."),
              optional(
                  "retireAfter",
                  Durations.SHAPE,
                  "How long the former release stays after the new one was verified, to go back"
                      + " to; left out: 24h.")),
          Choice.ANY);

  private static final Fields CANARY =
      new Fields(
          List.of(
              optional("router", ROUTER, "What divides the traffic; left out: nginx."),
              optional(
                  "services",
                  SERVICES,
                  "The Services whose traffic is divided; left out: those that an Ingress of the"
                      + " application leads to."),
              optional(
                  "weights",
                  new ListOf(new Count(1, 99, 0), "percentages of the traffic"),
                  "The share of each step, growing; left out: 20, 40, 60, 80."),
              optional(
                  "pause",
                  Durations.SHAPE,
                  "How long each step lasts at the least; left out: 5m.")),
          Choice.ANY);

  /** A way and, below, its fields. */
  static final Fields STRATEGY =
      new Fields(
          List.of(
              kind("rolling", ROLLING, "The workloads replace their own Pods."),
              kind("blueGreen", BLUE_GREEN, "It comes up beside the former one, then takes over."),
              kind("canary", CANARY, "It takes a growing share of the traffic.")),
          Choice.EXACTLY_ONE);

  private StrategyShape() {}

  private static Field kind(String name, Shape shape, String meaning) {
    return new Field(name, Presence.ALTERNATIVE, shape, meaning);
  }

  private static Field optional(String name, Shape shape, String meaning) {
    return new Field(name, Presence.OPTIONAL, shape, meaning);
  }
}
