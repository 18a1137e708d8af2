package dev.sluice.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import dev.sluice.testing.RuleCase;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** {@code live.yaml}, what became of it, and which of the two hashes that must move. */
class FingerprintCasesTest {

  @TestFactory
  Stream<DynamicTest> cases() {
    return RuleCase.in("fields", FingerprintCasesTest::check);
  }

  private static void check(RuleCase one) {
    LiveObject before = new LiveObject(one.read("live.yaml"));
    Map<String, Object> expected = one.read("expected.yaml");

    for (Map<String, Object> step : Trees.maps(expected, "then")) {
      LiveObject after = new LiveObject(one.read(Trees.string(step, "file")));
      String what = Trees.string(step, "file");
      assertThat(Fingerprints.own(after, "sluice").equals(Fingerprints.own(before, "sluice")))
          .as("own fingerprint holds in %s", what)
          .isEqualTo(step.get("own").equals("same"));
      assertThat(
              Fingerprints.foreign(after, "sluice").equals(Fingerprints.foreign(before, "sluice")))
          .as("foreign hash holds in %s", what)
          .isEqualTo(step.get("foreign").equals("same"));
      assertThat(reported(after)).as(what).isEqualTo(Trees.list(step, "reported"));
    }
    assertThat(reported(before)).isEqualTo(Trees.list(expected, "reported"));
    if (expected.get("own") instanceof String own) {
      assertThat(Fingerprints.own(before, "sluice")).isEqualTo(own);
    } else {
      assertThat(Fingerprints.own(before, "sluice")).hasSize(64);
    }
  }

  private static List<String> reported(LiveObject object) {
    return ForeignFields.of(object, "sluice").stream()
        .map(field -> field.path() + " by " + field.manager())
        .toList();
  }
}
