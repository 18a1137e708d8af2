package dev.sluice.promote.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.fields.Digests;
import dev.sluice.model.ApiKind;
import dev.sluice.model.Manifest;
import dev.sluice.model.Origin;
import dev.sluice.model.Stopped;
import dev.sluice.model.Trees;
import dev.sluice.render.DesiredObject;
import dev.sluice.testing.RuleCase;
import dev.sluice.testing.Yaml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * One folder per state of a blue-green application: {@code given.yaml} has the release that serves,
 * the other one and which is tried; {@code expected.yaml} what that comes to, or why it cannot be.
 */
class BlueGreenCasesTest {

  @TestFactory
  Stream<DynamicTest> cases() {
    return RuleCase.in("strategy/blue-green", BlueGreenCasesTest::check);
  }

  private static void check(RuleCase one) {
    Map<String, Object> given = one.read("given.yaml");
    Map<String, Object> expected = one.read("expected.yaml");
    try {
      check(given, expected);
    } catch (Stopped stopped) {
      throw new AssertionError(stopped);
    }
  }

  private static void check(Map<String, Object> given, Map<String, Object> expected)
      throws Stopped {
    if (expected.containsKey("refused")) {
      Stopped stopped = catchThrowableOfType(Stopped.class, () -> compose(given));
      assertThat(stopped.failure().toString()).isEqualTo(Trees.string(expected, "refused"));
      return;
    }
    BlueGreenObjects.Composed composed = compose(given);
    assertThat(composed.objects().stream().map(object -> object.manifest().content()))
        .containsExactlyElementsOf(Trees.maps(expected, "objects"));
    assertThat(composed.objects())
        .allSatisfy(object ->
            assertThat(object.digest()).isEqualTo(Digests.sha256(object.manifest().content())))
        .allSatisfy(object ->
            assertThat(Trees.map(object.manifest().content(), "metadata"))
                .containsEntry("name", object.manifest().name()));
    assertThat(composed.aside().stream().map(key -> key.kind() + "/" + key.name()).sorted())
        .containsExactlyElementsOf(Yaml.strings(expected.get("aside")));
  }

  private static BlueGreenObjects.Composed compose(Map<String, Object> given) throws Stopped {
    Map<String, Object> other = Trees.map(given, "other");
    return BlueGreenObjects.compose(
        side(given, Trees.map(given, "serves")),
        other.isEmpty() ? Optional.empty() : Optional.of(side(given, other)),
        new Slot(Trees.string(given, "tried")));
  }

  private static BlueGreenObjects.Side side(Map<String, Object> given, Map<String, Object> side) {
    List<DesiredObject> objects =
        Trees.maps(side, "objects").stream().map(BlueGreenCasesTest::object).toList();
    return new BlueGreenObjects.Side(
        new Slot(Trees.string(side, "slot")), Yaml.strings(given.get("services")), objects);
  }

  private static DesiredObject object(Map<String, Object> content) {
    String apiVersion = Trees.string(content, "apiVersion");
    int slash = apiVersion.indexOf('/');
    Manifest manifest =
        new Manifest(
            new ApiKind(
                slash < 0 ? "" : apiVersion.substring(0, slash),
                apiVersion.substring(slash + 1),
                Trees.string(content, "kind")),
            "",
            Trees.string(Trees.map(content, "metadata"), "name"),
            content,
            Origin.UNKNOWN);
    return new DesiredObject(manifest, Digests.sha256(content));
  }
}
