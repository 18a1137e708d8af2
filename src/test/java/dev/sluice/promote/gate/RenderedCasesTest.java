package dev.sluice.promote.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Manifest;
import dev.sluice.model.Origin;
import dev.sluice.model.Trees;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.GateResult;
import dev.sluice.testing.RuleCase;
import dev.sluice.testing.Yaml;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * One folder per rendering: {@code objects.yaml}, and in {@code expected.yaml} gates with what they
 * say about it.
 */
class RenderedCasesTest {

  @TestFactory
  Stream<DynamicTest> cases() {
    return RuleCase.in("gates", RenderedCasesTest::check);
  }

  private static void check(RuleCase one) {
    Rendered rendered =
        Rendered.of(
            Yaml.maps(one.read("objects.yaml").get("objects")).stream()
                .map(RenderedCasesTest::manifest)
                .toList());
    Map<String, Object> expected = one.read("expected.yaml");
    assertThat(Trees.maps(expected, "gates")).isNotEmpty();
    for (Map<String, Object> step : Trees.maps(expected, "gates")) {
      GateResult result =
          new Given().ask(gate(step), new Evidence.Rendering(rendered, application(step))).result();
      assertThat(result.verdict().word() + ": " + result.reason())
          .as("%s", step)
          .isEqualTo(Trees.string(step, "verdict") + ": " + Trees.string(step, "reason"));
    }
    for (String secret : Yaml.strings(expected.get("neverSaid"))) {
      for (Map<String, Object> step : Trees.maps(expected, "gates")) {
        assertThat(
                new Given()
                    .ask(gate(step), new Evidence.Rendering(rendered, application(step)))
                    .toString())
            .doesNotContain(secret);
      }
      assertThat(rendered.toString()).doesNotContain(secret);
    }
  }

  private static Gate gate(Map<String, Object> step) {
    if (step.containsKey("waived")) {
      return new Gate.Images(
          "images", Gate.Phase.PRE, Yaml.strings(step.get("waived")), Origin.UNKNOWN);
    }
    Map<String, String> required = new LinkedHashMap<>();
    Trees.map(step, "required").forEach((name, rule) -> required.put(name, String.valueOf(rule)));
    return new Gate.Config("config", Gate.Phase.PRE, required, Origin.UNKNOWN);
  }

  private static Map<String, String> application(Map<String, Object> step) {
    Map<String, String> required = new LinkedHashMap<>();
    Trees.map(step, "application")
        .forEach((name, rule) -> required.put(name, String.valueOf(rule)));
    return required;
  }

  private static Manifest manifest(Map<String, Object> content) {
    String apiVersion = Trees.string(content, "apiVersion");
    int slash = apiVersion.indexOf('/');
    return new Manifest(
        new ApiKind(
            slash < 0 ? "" : apiVersion.substring(0, slash),
            apiVersion.substring(slash + 1),
            Trees.string(content, "kind")),
        "",
        Trees.string(Trees.map(content, "metadata"), "name"),
        content,
        Origin.UNKNOWN);
  }
}
