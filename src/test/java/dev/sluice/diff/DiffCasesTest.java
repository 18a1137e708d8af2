package dev.sluice.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.live.Live;
import dev.sluice.model.Inventory;
import dev.sluice.model.Trees;
import dev.sluice.testing.MergePatch;
import dev.sluice.testing.RuleCase;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * One folder per situation: {@code given.yaml} is an object in sync with Git; {@code expected.yaml}
 * says what happens to it then, and which verdict follows.
 */
class DiffCasesTest {

  @TestFactory
  Stream<DynamicTest> cases() {
    return RuleCase.in("diff", DiffCasesTest::check);
  }

  private static void check(RuleCase one) {
    Map<String, Object> given = one.read("given.yaml");
    Map<String, Object> expected = one.read("expected.yaml");
    assertThat(Trees.maps(expected, "cases")).isNotEmpty();
    for (Map<String, Object> step : Trees.maps(expected, "cases")) {
      String what = Trees.string(step, "when");
      DiffExample example =
          new DiffExample(given, MergePatch.merged(given, Trees.map(step, "with")));
      Live live =
          new Live(
              DiffExample.SELF.mark(DiffExample.TARGET),
              Inventory.empty(DiffExample.TARGET),
              List.of(example.subject()));

      Change change =
          ThreeWayDiff.between(live, example.contests(), example.others(), example.adoption())
              .all()
              .getFirst();

      assertThat(change.verdict().word()).as(what).isEqualTo(step.get("verdict"));
      assertThat(change.why()).as(what).isEqualTo(Trees.string(step, "why"));
      assertThat(change.failure().map(failure -> failure.reason().word()).orElse(""))
          .as(what)
          .isEqualTo(Trees.string(step, "reason"));
      assertThat(change.fields().stream().map(DiffCasesTest::line).toList())
          .as(what)
          .isEqualTo(Trees.list(step, "fields"));
    }
  }

  private static String line(FieldChange field) {
    String owner = field.owner().isEmpty() ? "" : " (" + field.owner() + ")";
    return field.path() + ": " + field.before() + " -> " + field.after() + owner;
  }
}
