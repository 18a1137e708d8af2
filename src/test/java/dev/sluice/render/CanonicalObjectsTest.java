package dev.sluice.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.fields.CanonicalJson;
import dev.sluice.model.Origin;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import dev.sluice.testing.RuleCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** {@code given.yaml} holds objects, {@code expected.yaml} what becomes of them. */
class CanonicalObjectsTest {

  @TestFactory
  Stream<DynamicTest> objects() {
    return RuleCase.in("canonical", CanonicalObjectsTest::check);
  }

  private static void check(RuleCase one) {
    List<Map<String, Object>> given = Trees.maps(one.read("given.yaml"), "objects");
    Map<String, Object> expected = one.read("expected.yaml");
    List<Origin> origins = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      origins.add(new Origin("file-" + i + ".yaml", 1));
    }
    try {
      assertThat(CanonicalObjects.of(given, origins))
          .extracting(object -> CanonicalJson.of(object.manifest().content()))
          .isEqualTo(Trees.maps(expected, "objects").stream().map(CanonicalJson::of).toList());
    } catch (Stopped stopped) {
      assertThat(stopped.failure().toString()).isEqualTo(Trees.string(expected, "refused"));
    }
  }
}
