package dev.sluice.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Builds the nodes of one document after the other from the parser's events. */
final class NodeBuilder {

  private final Iterator<Event> events;
  private final int maxDepth;
  private final Map<Anchor, YamlNode> anchors = new HashMap<>();

  NodeBuilder(Iterator<Event> events, int maxDepth) {
    this.events = events;
    this.maxDepth = maxDepth;
  }

  /** The document whose start was just read. */
  YamlNode document() throws YamlProblem {
    anchors.clear();
    return node(events.next(), 0);
  }

  private YamlNode node(Event event, int depth) throws YamlProblem {
    if (depth > maxDepth) {
      throw new YamlProblem(line(event), "nested deeper than " + maxDepth + " levels");
    }
    if (event instanceof AliasEvent alias) {
      return aliased(alias);
    }
    YamlNode built =
        switch (event.getEventId()) {
          case MappingStart -> mapping(event, depth);
          case SequenceStart -> sequence(event, depth);
          default -> scalar((ScalarEvent) event);
        };
    // Known only once it is complete, so no node can contain itself.
    ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor, built));
    return built;
  }

  private YamlNode aliased(AliasEvent alias) throws YamlProblem {
    Optional<YamlNode> named = Optional.ofNullable(anchors.get(alias.getAlias()));
    return named.orElseThrow(() ->
        new YamlProblem(
            line(alias),
            "the alias *" + alias.getAlias() + " names no anchor that stands before it"));
  }

  private YamlNode mapping(Event start, int depth) throws YamlProblem {
    List<YamlNode.Entry> entries = new ArrayList<>();
    Map<String, Integer> lines = new HashMap<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.MappingEnd;
        next = events.next()) {
      if (!(node(next, depth + 1) instanceof YamlNode.Scalar key)) {
        throw new YamlProblem(line(next), "a key must be a plain word");
      }
      Integer before = lines.putIfAbsent(key.text(), line(next));
      if (before != null) {
        throw new YamlProblem(
            line(next), "the key %s stands here and on line %d".formatted(key.text(), before));
      }
      entries.add(new YamlNode.Entry(key.text(), line(next), node(events.next(), depth + 1)));
    }
    return new YamlNode.Mapping(line(start), List.copyOf(entries));
  }

  private YamlNode sequence(Event start, int depth) throws YamlProblem {
    List<YamlNode> elements = new ArrayList<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.SequenceEnd;
        next = events.next()) {
      elements.add(node(next, depth + 1));
    }
    return new YamlNode.Sequence(line(start), List.copyOf(elements));
  }

  private static YamlNode scalar(ScalarEvent event) {
    return new YamlNode.Scalar(
        line(event), event.getValue(), event.getScalarStyle() != ScalarStyle.PLAIN);
  }

  private static int line(Event event) {
    return event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
  }
}
