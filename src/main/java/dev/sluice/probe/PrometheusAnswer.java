package dev.sluice.probe;

import dev.sluice.yaml.YamlDocuments;
import dev.sluice.yaml.YamlNode;
import dev.sluice.yaml.YamlProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what the query API of Prometheus answers; the format is that of <a
 * href="https://prometheus.io/docs/prometheus/latest/querying/api/">its documentation</a>.
 */
final class PrometheusAnswer {

  private static final YamlDocuments.Limits LIMITS = new YamlDocuments.Limits(4 << 20, 32);
  private static final int SHOWN = 200;

  private PrometheusAnswer() {}

  /** The value of each series. */
  static List<Double> values(String server, HttpReply reply) throws ProbeFailed {
    YamlNode answer = parsed(server, reply);
    String status = text(answer, "status");
    if (!status.equals("success")) {
      throw new ProbeFailed(
          "Prometheus server %s refuses the query (%d): %s"
              .formatted(server, reply.status(), shown(text(answer, "error"))));
    }
    YamlNode data = field(answer, "data").orElse(answer);
    YamlNode result = field(data, "result").orElse(answer);
    return switch (text(data, "resultType")) {
      case "scalar" -> List.of(number(result));
      case "vector" -> {
        List<Double> values = new ArrayList<>();
        for (YamlNode series : elements(result)) {
          values.add(number(field(series, "value").orElse(series)));
        }
        yield values;
      }
      default ->
          throw new ProbeFailed(
              "the query has to give a number or one number per series, not %s"
                  .formatted(shown(text(data, "resultType"))));
    };
  }

  private static YamlNode parsed(String server, HttpReply reply) throws ProbeFailed {
    try {
      // JSON is YAML.
      List<YamlNode> documents =
          YamlDocuments.read(reply.body().getBytes(StandardCharsets.UTF_8), LIMITS);
      if (!documents.isEmpty() && documents.getFirst() instanceof YamlNode.Mapping mapping) {
        return mapping;
      }
    } catch (YamlProblem e) {
      throw notPrometheus(server, reply);
    }
    throw notPrometheus(server, reply);
  }

  private static ProbeFailed notPrometheus(String server, HttpReply reply) {
    return new ProbeFailed(
        "what answers at the address of Prometheus server %s (%d) is not its query API"
            .formatted(server, reply.status()));
  }

  /** A pair of time and value; values are texts, because JSON has no NaN. */
  private static double number(YamlNode pair) throws ProbeFailed {
    List<YamlNode> both = elements(pair);
    String text =
        both.size() == 2 && both.get(1) instanceof YamlNode.Scalar scalar ? scalar.text() : "";
    try {
      return switch (text) {
        case "NaN" -> Double.NaN;
        case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
        case "-Inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(text);
      };
    } catch (NumberFormatException e) {
      throw new ProbeFailed("a sample of the query is no number: " + shown(text), e);
    }
  }

  private static Optional<YamlNode> field(YamlNode node, String name) {
    return node instanceof YamlNode.Mapping mapping
        ? mapping.entries().stream()
            .filter(entry -> entry.key().equals(name))
            .map(YamlNode.Entry::value)
            .findFirst()
        : Optional.empty();
  }

  private static String text(YamlNode node, String name) {
    return field(node, name)
        .filter(value -> value instanceof YamlNode.Scalar)
        .map(value -> ((YamlNode.Scalar) value).text())
        .orElse("");
  }

  private static List<YamlNode> elements(YamlNode node) {
    return node instanceof YamlNode.Sequence sequence ? sequence.elements() : List.of();
  }

  private static String shown(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) : text;
  }
}
