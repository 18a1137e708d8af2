package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.FieldPointer;
import dev.sluice.model.IgnoreRule;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Manifest;
import dev.sluice.model.Origin;
import dev.sluice.model.Trees;
import dev.sluice.render.DesiredObject;
import dev.sluice.testing.RuleCase;
import dev.sluice.testing.Yaml;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Which fields of which objects a delegate in the render is left: read from its own spec. */
class DelegatesTest {

  @TestFactory
  Stream<DynamicTest> cases() {
    return RuleCase.in("delegates", DelegatesTest::check);
  }

  @Test
  void leavesNothingForWhatDelegatesNothing() {
    Map<String, Object> deployment =
        Map.of("apiVersion", "apps/v1", "kind", "Deployment", "metadata", Map.of("name", "web"));

    assertThat(Delegates.rules(manifest(deployment))).isEmpty();
  }

  @Test
  void flaggerLooksOnlyNowAndThen() {
    assertThat(noticing("interval: 1m30s")).isEqualTo(Duration.ofSeconds(100));
    assertThat(noticing("interval: 30s")).isEqualTo(Duration.ofSeconds(40));
    assertThat(noticing("interval: often")).isEqualTo(Duration.ofSeconds(70));
    assertThat(noticing("")).as("its own default").isEqualTo(Duration.ofSeconds(70));
    assertThat(Delegates.noticing(List.of())).isZero();
  }

  private static Duration noticing(String analysis) {
    Map<String, Object> canary =
        new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions()))
            .load(
                "{apiVersion: flagger.app/v1beta1, kind: Canary, metadata: {name: web},"
                    + " spec: {analysis: {%s}}}".formatted(analysis));
    return Delegates.noticing(List.of(new DesiredObject(manifest(canary), "digest")));
  }

  private static void check(RuleCase one) {
    Map<String, Object> expected = one.read("expected.yaml");
    Map<String, List<String>> left = new LinkedHashMap<>();
    for (IgnoreRule rule : Delegates.rules(manifest(one.read("delegate.yaml")))) {
      left.put(rule.selection(), rule.fields().stream().map(FieldPointer::text).toList());
      assertThat(rule.inFavourOf()).isEqualTo(expected.get("inFavourOf"));
      assertThat(rule.name()).as("an empty name means every object of the kind").isNotEmpty();
    }
    Map<String, List<String>> wanted = new LinkedHashMap<>();
    Trees.map(expected, "left")
        .forEach((object, fields) -> wanted.put(object, Yaml.strings(fields)));
    assertThat(left).isEqualTo(wanted);
  }

  private static Manifest manifest(Map<String, Object> content) {
    Map<String, Object> metadata = Trees.map(content, "metadata");
    return new Manifest(
        new LiveObject(content).kind(),
        Trees.string(metadata, "namespace"),
        Trees.string(metadata, "name"),
        content,
        new Origin("web.yaml", 1));
  }
}
