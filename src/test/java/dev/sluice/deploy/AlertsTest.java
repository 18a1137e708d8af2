package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Reason;
import dev.sluice.promote.dr.Takeover;
import dev.sluice.promote.machine.State;
import dev.sluice.report.Metric;
import dev.sluice.testing.Checkout;
import dev.sluice.testing.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The alerts ask for what the program shows, and tell people what to do. */
class AlertsTest {

  private static final Path ALERTS = Checkout.root().resolve("deploy/alerts");
  private static final Pattern METRIC = Pattern.compile("sluice_[a-z_]+");
  private static final Pattern SELECTOR = Pattern.compile("(sluice_[a-z_]+)\\{([^}]*)}");
  private static final Pattern MATCHER = Pattern.compile("([a-z]+)(=~|!~|!=|=)\"([^\"]*)\"");
  private static final Pattern LABEL = Pattern.compile("\\$labels\\.([a-z_]+)");

  @Test
  void isAComponentAndNoPartOfTheBase() throws IOException {
    assertThat(Yaml.documents(ALERTS.resolve("kustomization.yaml")).getFirst())
        .containsEntry("kind", "Component")
        .containsEntry("resources", List.of("prometheus-rule.yaml"));
    assertThat(Files.readString(Checkout.root().resolve("deploy/base/kustomization.yaml")))
        .doesNotContain("alerts");
    assertThat(rule())
        .containsEntry("apiVersion", "monitoring.coreos.com/v1")
        .containsEntry("kind", "PrometheusRule");
  }

  @Test
  void everyMetricIsOneOfTheProgram() throws IOException {
    Set<String> known = shown().keySet();
    for (Map<String, Object> alert : alerts()) {
      Matcher metric = METRIC.matcher(expression(alert));
      Set<String> used = new HashSet<>();
      while (metric.find()) {
        used.add(metric.group());
      }
      assertThat(known).as(name(alert)).containsAll(used);
      assertThat(used).as(name(alert)).isNotEmpty();
    }
  }

  @Test
  void everyLabelAndWordIsOneThatTheMetricHas() throws IOException {
    Map<String, Metric> shown = shown();
    for (Map<String, Object> alert : alerts()) {
      Matcher selector = SELECTOR.matcher(expression(alert));
      while (selector.find()) {
        Metric metric = shown.get(selector.group(1));
        Matcher matcher = MATCHER.matcher(selector.group(2));
        while (matcher.find()) {
          assertThat(metric.labels()).as(name(alert)).contains(matcher.group(1));
          for (String word : matcher.group(3).split("\\|")) {
            assertThat(words()).as(name(alert)).contains(word);
          }
        }
      }
    }
  }

  @Test
  void everyExpressionIsBalanced() throws IOException {
    for (Map<String, Object> alert : alerts()) {
      String text = expression(alert).replaceAll("\"[^\"]*\"", "");
      assertThat(text).as(name(alert)).doesNotContain("\"");
      Deque<Character> open = new ArrayDeque<>();
      Map<Character, Character> ends = Map.of(')', '(', '}', '{', ']', '[');
      for (char one : text.toCharArray()) {
        if (ends.containsValue(one)) {
          open.push(one);
        } else if (ends.containsKey(one)) {
          assertThat(open.poll()).as(name(alert)).isEqualTo(ends.get(one));
        }
      }
      assertThat(open).as(name(alert)).isEmpty();
    }
  }

  @Test
  void everyAlertSaysWhatHappenedAndWhatToDo() throws IOException {
    Set<String> labels =
        Arrays.stream(Metric.values())
            .flatMap(metric -> metric.labels().stream())
            .collect(Collectors.toSet());
    Set<String> names = new HashSet<>();
    for (Map<String, Object> alert : alerts()) {
      assertThat(names.add(name(alert))).as(name(alert) + " is there once").isTrue();
      assertThat(Yaml.map(alert.get("labels")).get("severity"))
          .as(name(alert))
          .isIn("warning", "critical");
      Map<String, Object> told = Yaml.map(alert.get("annotations"));
      assertThat(told).as(name(alert)).containsOnlyKeys("summary", "description");
      Matcher label = LABEL.matcher(told.toString());
      while (label.find()) {
        assertThat(labels).as(name(alert)).contains(label.group(1));
        assertThat(isKept(label.group(1), expression(alert)))
            .as("%s keeps the label %s", name(alert), label.group(1))
            .isTrue();
      }
    }
  }

  @Test
  void thePageNamesEachOfThem() throws IOException {
    String page = Files.readString(Checkout.root().resolve("docs/operations.md"));
    Set<String> documented = new TreeSet<>();
    Matcher row = Pattern.compile("(?m)^\\| `(Sluice[A-Za-z]+)` \\|").matcher(page);
    while (row.find()) {
      documented.add(row.group(1));
    }
    assertThat(documented)
        .isEqualTo(
            alerts().stream().map(AlertsTest::name).collect(Collectors.toCollection(TreeSet::new)));
  }

  /** An aggregation keeps only the labels that it names. */
  private static boolean isKept(String label, String expression) {
    Matcher by = Pattern.compile("(?:sum|group) by \\(([^)]*)\\)").matcher(expression);
    boolean kept = true;
    while (by.find()) {
      kept &= List.of(by.group(1).split(", ")).contains(label);
    }
    return kept;
  }

  /** Every name that Prometheus has for a metric. */
  private static Map<String, Metric> shown() {
    Map<String, Metric> names = new HashMap<>();
    for (Metric metric : Metric.values()) {
      switch (metric.kind()) {
        case COUNTER, GAUGE, STATE -> names.put(metric.prometheus(), metric);
        case TIMER ->
            Stream.of("_count", "_sum", "_max")
                .forEach(suffix -> names.put(metric.prometheus() + suffix, metric));
      }
    }
    return names;
  }

  /** What labels hold that the alerts choose by. */
  private static Set<String> words() {
    Set<String> words =
        new HashSet<>(
            Set.of(
                "done",
                "accepted",
                "lost",
                "PendingPush",
                "OutOfSync",
                "Failed",
                "Degraded",
                "Missing"));
    Arrays.stream(Reason.values()).map(Reason::word).forEach(words::add);
    Arrays.stream(State.values()).map(State::word).forEach(words::add);
    Arrays.stream(Takeover.Kind.values()).map(Takeover.Kind::word).forEach(words::add);
    Arrays.stream(Takeover.Outcome.values()).map(Takeover.Outcome::word).forEach(words::add);
    return words;
  }

  private static List<Map<String, Object>> alerts() throws IOException {
    return Yaml.maps(Yaml.map(rule().get("spec")).get("groups")).stream()
        .flatMap(group -> Yaml.maps(group.get("rules")).stream())
        .toList();
  }

  private static Map<String, Object> rule() throws IOException {
    return Yaml.documents(ALERTS.resolve("prometheus-rule.yaml")).getFirst();
  }

  private static String name(Map<String, Object> alert) {
    return String.valueOf(alert.get("alert"));
  }

  private static String expression(Map<String, Object> alert) {
    return String.valueOf(alert.get("expr"));
  }
}
