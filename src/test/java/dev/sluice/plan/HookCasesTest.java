package dev.sluice.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ApiKind;
import dev.sluice.model.Manifest;
import dev.sluice.model.Origin;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import dev.sluice.render.Closure;
import dev.sluice.render.Desired;
import dev.sluice.render.DesiredObject;
import dev.sluice.testing.RuleCase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** {@code given.yaml}: Jobs by name and annotations; {@code expected.yaml}: what they are. */
class HookCasesTest {

  @TestFactory
  Stream<DynamicTest> cases() {
    return RuleCase.in("hooks", HookCasesTest::check);
  }

  private static void check(RuleCase one) {
    Map<String, Object> expected = one.read("expected.yaml");
    List<DesiredObject> objects =
        Trees.maps(one.read("given.yaml"), "jobs").stream().map(HookCasesTest::object).toList();
    try {
      Hooks hooks =
          Hooks.split(new Desired(objects, new Closure("test", new TreeMap<>()), "d", List.of()));
      assertThat(hooks.desired().objects().stream().map(o -> o.manifest().name()).toList())
          .isEqualTo(Trees.list(expected, "objects"));
      assertThat(hooks.hooks().stream().map(HookCasesTest::line).toList())
          .isEqualTo(Trees.list(expected, "hooks"));
      assertThat(hooks.desired().warnings()).isEqualTo(Trees.list(expected, "warnings"));
      assertThat(Trees.string(expected, "failure")).isEmpty();
    } catch (Stopped stopped) {
      assertThat(stopped.failure().toString()).isEqualTo(Trees.string(expected, "failure"));
    }
  }

  private static String line(Hook hook) {
    return "%s %s weight %d %s"
        .formatted(hook.point().word(), hook.manifest().name(), hook.weight(), hook.deletion());
  }

  private static DesiredObject object(Map<String, Object> given) {
    Map<String, Object> content =
        Map.of("metadata", Map.of("annotations", Trees.map(given, "annotations")));
    return new DesiredObject(
        new Manifest(
            ApiKind.of("batch/v1", "Job"),
            "",
            Trees.string(given, "name"),
            content,
            new Origin("job.yaml", 7)),
        "d");
  }
}
