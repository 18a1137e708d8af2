package dev.sluice.door.cli;

import dev.sluice.environments.Pipeline;
import dev.sluice.environments.Pipeline.Stage;
import dev.sluice.model.Target;
import dev.sluice.model.promotion.Follows;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.OwnPolicy;
import dev.sluice.model.promotion.PromotionPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A pipeline as a graph for documents. Nodes have ids of their own, because the name of an
 * environment may be a word of the graph's language.
 *
 * @param nodes id to the lines of its text
 * @param origins ids of the nodes that are names in Git
 * @param edges who follows whom
 */
record PipelineGraph(Map<String, List<String>> nodes, List<String> origins, List<Edge> edges) {

  /** An arrow between two nodes. */
  record Edge(String from, String to, Kind kind) {}

  /** Why there is an arrow. */
  enum Kind {
    FOLLOWS(""),
    ANY("any"),
    MIRRORS("verified"),
    WAITS_FOR("dependsOn");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  static PipelineGraph of(Pipeline pipeline) {
    PipelineGraph graph =
        new PipelineGraph(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
    Map<String, String> ids = new LinkedHashMap<>();
    for (Stage stage : pipeline.stages()) {
      String id = "e" + ids.size();
      ids.put(stage.name(), id);
      graph.nodes.put(id, text(stage));
    }
    Map<String, String> refs = new LinkedHashMap<>();
    for (Stage stage : pipeline.stages()) {
      graph.connect(stage, ids, refs);
    }
    return graph;
  }

  private void connect(Stage stage, Map<String, String> ids, Map<String, String> refs) {
    String id = ids.getOrDefault(stage.name(), "");
    switch (stage.environment().follows()) {
      case Follows.Ref ref -> edges.add(new Edge(origin(ref.name(), refs), id, Kind.FOLLOWS));
      case Follows.Upstream upstream ->
          upstream.environments().stream()
              .filter(ids::containsKey)
              .forEach(name -> edges.add(new Edge(ids.getOrDefault(name, ""), id, kind(upstream))));
    }
    Stream.concat(
            Stream.of(stage.environment().promotion()),
            stage.environment().own().values().stream().map(OwnPolicy::policy))
        .flatMap(policy -> policy.gates().stream())
        .flatMap(PipelineGraph::dependsOn)
        .distinct()
        .filter(name -> ids.containsKey(name) && !stage.upstream().contains(name))
        .forEach(name -> edges.add(new Edge(ids.getOrDefault(name, ""), id, Kind.WAITS_FOR)));
  }

  private static Stream<String> dependsOn(Gate gate) {
    return gate instanceof Gate.DependsOn dependsOn
        ? dependsOn.environments().stream()
        : Stream.empty();
  }

  private String origin(String ref, Map<String, String> refs) {
    return refs.computeIfAbsent(
        ref,
        name -> {
          String id = "g" + origins.size();
          origins.add(id);
          nodes.put(id, List.of(PipelineText.ref(name)));
          return id;
        });
  }

  private static Kind kind(Follows.Upstream upstream) {
    return switch (upstream.mode()) {
      case MIRROR -> Kind.MIRRORS;
      case PROMOTE ->
          upstream.environments().size() > 1 && upstream.match() == Follows.Match.ANY
              ? Kind.ANY
              : Kind.FOLLOWS;
    };
  }

  private static List<String> text(Stage stage) {
    List<String> lines = new ArrayList<>(List.of(stage.name()));
    if (stage.environment().driver() == Target.Driver.LEDGER) {
      PromotionPolicy ofAll = stage.environment().promotion();
      addGates(lines, "", ofAll.gates());
      stage
          .environment()
          .own()
          .forEach((application, own) ->
              addGates(lines, application + ": ", PipelineText.onTop(ofAll, own.policy())));
    }
    return lines;
  }

  private static void addGates(List<String> lines, String whose, List<Gate> gates) {
    PipelineText.gates(gates, Gate.Phase.PRE).forEach(line -> lines.add(whose + line));
    PipelineText.gates(gates, Gate.Phase.POST).forEach(line -> lines.add(whose + "then " + line));
  }

  /** In the language of Mermaid. */
  String mermaid() {
    StringBuilder text = new StringBuilder("flowchart LR\n");
    nodes.forEach((id, lines) -> {
      String label = String.join("<br/>", lines.stream().map(PipelineGraph::entities).toList());
      text.append("  ")
          .append(id)
          .append(origins.contains(id) ? "([\"" + label + "\"])" : "[\"" + label + "\"]")
          .append('\n');
    });
    for (Edge edge : edges) {
      String arrow = edge.kind() == Kind.WAITS_FOR ? "-.->" : "-->";
      String label = edge.kind().word.isEmpty() ? "" : "|" + edge.kind().word + "|";
      text.append("  %s %s%s %s%n".formatted(edge.from(), arrow, label, edge.to()));
    }
    return text.toString();
  }

  /** In the language of Graphviz. */
  String dot() {
    StringBuilder text =
        new StringBuilder("digraph pipeline {\n  rankdir=LR;\n  node [shape=box];\n");
    nodes.forEach((id, lines) ->
        text.append("  ")
            .append(id)
            .append(" [label=\"")
            .append(String.join("\\n", lines.stream().map(PipelineGraph::escaped).toList()))
            .append(origins.contains(id) ? "\", shape=oval];\n" : "\"];\n"));
    for (Edge edge : edges) {
      String style = edge.kind() == Kind.WAITS_FOR ? ", style=dashed" : "";
      String label =
          edge.kind().word.isEmpty() ? "" : " [label=\"" + edge.kind().word + "\"" + style + "]";
      text.append("  %s -> %s%s;%n".formatted(edge.from(), edge.to(), label));
    }
    return text.append("}\n").toString();
  }

  /** Mermaid knows entities with a hash; a hash itself is one. */
  private static String entities(String text) {
    return text.replace("#", "#35;")
        .replace("&", "#amp;")
        .replace("\"", "#quot;")
        .replace("<", "#lt;")
        .replace(">", "#gt;");
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
