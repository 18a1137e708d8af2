package dev.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Health;
import dev.sluice.model.KindRules;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Origin;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the expressions of rules can do, what they cannot, and what becomes of their mistakes. */
class RuleLanguageTest {

  private static final Map<String, Object> WIDGET =
      Map.of(
          "apiVersion", "example.com/v1",
          "kind", "Widget",
          "metadata", Map.of("name", "one", "generation", 3),
          "spec", Map.of("share", new BigDecimal("0.5")),
          "status",
              Map.of(
                  "observedGeneration", 3,
                  "items", IntStream.range(0, 200).boxed().toList(),
                  "conditions", List.of(Map.of("type", "Ready", "status", "True"))));

  @Test
  void readsNumbersTextsAndConditions() {
    assertThat(when("object.metadata.generation == 3 && object.spec.share < 0.6")).isEqualTo("yes");
    assertThat(when("object.condition('Ready').status == 'True'")).isEqualTo("yes");
    assertThat(when("object.condition('Other').status == ''")).isEqualTo("yes");
    assertThat(when("object.?status.?phase.orValue('') == ''")).isEqualTo("yes");
    assertThat(message("object.status.items.filter(i, i < 3).map(i, string(i)).join(', ')"))
        .isEqualTo("0, 1, 2");
  }

  @Test
  void aMissingFieldMakesTheHealthUnknownAndSaysWhy() {
    assertThat(when("object.status.phase == 'Broken'"))
        .isEqualTo(
            "UNKNOWN the health rule at rules.yaml:7 gives no answer: key 'phase' is not present"
                + " in map.");
  }

  @Test
  void aConditionThatIsNoBoolIsUnknown() {
    assertThat(when("object.metadata.name")).contains("its condition gives a string, not a bool");
    assertThat(message("object.metadata.generation"))
        .contains("its message gives a number, not a string");
  }

  @Test
  void loopsAreBounded() {
    assertThat(when("object.status.items.all(a, object.status.items.all(b, a + b >= 0))"))
        .startsWith("UNKNOWN")
        .contains("Iteration budget exceeded: 2000");
  }

  @Test
  void textsCannotGrowWithoutBound() {
    String doubled =
        "['%s'].map(a, a + a + a + a).map(a, a + a + a + a).map(a, a + a + a + a)[0] != ''"
            .formatted("x".repeat(100));
    assertThat(when(doubled))
        .startsWith("UNKNOWN")
        .contains("a text of more than 4000 characters would come of it");
  }

  @Test
  void listsCannotGrowWithoutBound() {
    String list = "object.status.items";
    String many = String.join(" + ", java.util.Collections.nCopies(11, list));
    assertThat(when("(" + many + ").size() > 0"))
        .startsWith("UNKNOWN")
        .contains("a list of more than 2000 elements would come of it");
  }

  @Test
  void mistakesAreNamedWhenTheFileIsRead() {
    assertThat(ExpressionErrors.inCondition("object.status.phase = 'x'"))
        .hasValueSatisfying(problem -> assertThat(problem).startsWith("at character"));
    assertThat(ExpressionErrors.inCondition("objct.status"))
        .hasValueSatisfying(
            problem -> assertThat(problem).contains("undeclared reference to 'objct'"));
    assertThat(ExpressionErrors.inCondition("'text'"))
        .hasValueSatisfying(
            problem -> assertThat(problem).contains("it gives a string, needed is a bool"));
    assertThat(ExpressionErrors.inMessage("1 + 1"))
        .hasValueSatisfying(
            problem -> assertThat(problem).contains("it gives a int, needed is a string"));
    assertThat(ExpressionErrors.inCondition("true || ".repeat(300) + "true")).isPresent();
    assertThat(ExpressionErrors.inCondition("(".repeat(500) + "true" + ")".repeat(500)))
        .isPresent();
    assertThat(ExpressionErrors.inCondition("object.?status.?phase.orValue('') == 'x'")).isEmpty();
  }

  @Test
  void theValuesOfASecretAreNotThere() {
    LiveObject secret =
        new LiveObject(
            Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Secret",
                "metadata",
                Map.of(
                    "name",
                    "db",
                    "annotations",
                    Map.of(
                        "kubectl.kubernetes.io/last-applied-configuration",
                        "{\"data\":{\"password\":\"aHVudGVy\"}}")),
                "data",
                Map.of("password", "aHVudGVy")));
    Health health =
        assess(
            secret,
            rule(
                "",
                "string(has(object.data)) + string(object.metadata.annotations.size())",
                "",
                "Secret"));
    assertThat(health.why()).isEqualTo("false0");
  }

  @Test
  void whereNoRuleAppliesTheObjectIsJudgedAsWithoutThem() {
    KindRules none = rule("object.metadata.name == 'other'", "'no'", "example.com", "Widget");
    assertThat(assess(new LiveObject(WIDGET), none)).isEqualTo(Health.HEALTHY);
  }

  @Test
  void rulesOfTheTargetComeBeforeThoseOfTheDaemon() {
    KindRules target = rule("", "'target'", "example.com", "Widget");
    KindRules daemon = rule("", "'daemon'", "*.com", "*");
    HealthRules rules = new HealthRules(new RuleBook(List.of(daemon)), group -> RuleBook.EMPTY);
    LiveObject widget = new LiveObject(WIDGET);
    assertThat(rules.assess(widget, new RuleBook(List.of(target))).why()).isEqualTo("target");
    assertThat(rules.assess(widget, RuleBook.EMPTY).why()).isEqualTo("daemon");
  }

  private static String when(String condition) {
    Health health =
        assess(new LiveObject(WIDGET), rule(condition, "'yes'", "example.com", "Widget"));
    return health.state() == Health.State.DEGRADED
        ? health.why()
        : health.state() + " " + health.why();
  }

  private static String message(String message) {
    return assess(new LiveObject(WIDGET), rule("", message, "example.com", "Widget")).why();
  }

  private static Health assess(LiveObject object, KindRules rules) {
    return new HealthRules(RuleBook.EMPTY, group -> RuleBook.EMPTY)
        .assess(object, new RuleBook(List.of(rules)));
  }

  private static KindRules rule(String when, String message, String group, String kind) {
    Origin origin = new Origin("rules.yaml", 7);
    return new KindRules(
        group,
        List.of(kind),
        List.of(new KindRules.Rule(Health.State.DEGRADED, when, message, origin)),
        origin);
  }
}
