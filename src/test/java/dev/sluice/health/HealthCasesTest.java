package dev.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import dev.sluice.testing.MergePatch;
import dev.sluice.testing.RuleCase;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * One folder per kind: {@code object.yaml}, and in {@code expected.yaml} what becomes of its status
 * with the health that follows.
 */
class HealthCasesTest {

  private static final HealthRules RULES = new HealthRules(RuleBook.EMPTY, group -> RuleBook.EMPTY);

  @TestFactory
  Stream<DynamicTest> cases() {
    return RuleCase.in("health", HealthCasesTest::check);
  }

  private static void check(RuleCase one) {
    Map<String, Object> object = one.read("object.yaml");
    Map<String, Object> expected = one.read("expected.yaml");
    assertThat(Trees.maps(expected, "cases")).isNotEmpty();
    for (Map<String, Object> step : Trees.maps(expected, "cases")) {
      LiveObject live = new LiveObject(MergePatch.merged(object, Trees.map(step, "with")));
      Health health = RULES.assess(live, RuleBook.EMPTY);
      assertThat(health.state().name() + " " + health.why())
          .as("%s with %s", live.key(), step.get("with"))
          .isEqualTo((Trees.string(step, "state") + " " + Trees.string(step, "why")));
    }
  }
}
