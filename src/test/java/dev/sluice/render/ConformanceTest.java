package dev.sluice.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.fields.CanonicalJson;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the stock kustomize command prints (see {@code src/test/kustomize}) is what the renderer
 * answers, through every layer in between.
 */
class ConformanceTest {

  private static final Path CASES = Path.of("src/test/resources/render");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static KustomizeRenderer renderer;

  @BeforeAll
  static void start() {
    renderer = Engines.worker();
  }

  @AfterAll
  static void stop() {
    renderer.close();
  }

  @TestFactory
  Stream<DynamicTest> printsByteForByteWhatTheStockCommandPrints() throws IOException {
    return cases(folder -> {
      Source source = TestTree.of(folder).source();
      assertThat(renderer.yaml(source, "overlay"))
          .isEqualTo(Files.readString(folder.resolve("expected.yaml")));
    });
  }

  @TestFactory
  Stream<DynamicTest> rendersTheObjectsThatKubernetesReadsFromThatYaml() throws IOException {
    return cases(folder -> {
      List<DesiredObject> expected = CanonicalObjects.of(expected(folder), List.of());
      List<DesiredObject> rendered =
          renderer.render(TestTree.of(folder).source(), "overlay").objects();
      assertThat(rendered).extracting(ConformanceTest::text).isEqualTo(texts(expected));
      assertThat(rendered)
          .extracting(DesiredObject::digest)
          .isEqualTo(expected.stream().map(DesiredObject::digest).toList());
    });
  }

  static List<Map<String, Object>> expected(Path folder) throws IOException {
    return JSON.readValue(folder.resolve("expected.json").toFile(), new TypeReference<>() {});
  }

  static Stream<DynamicTest> cases(Check check) throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      List<Path> all = folders.sorted().toList();
      assertThat(all).hasSizeGreaterThan(30);
      return all.stream()
          .map(folder -> dynamicTest(folder.getFileName().toString(), () -> check.accept(folder)));
    }
  }

  private static String text(DesiredObject object) {
    return CanonicalJson.of(object.manifest().content());
  }

  private static List<String> texts(List<DesiredObject> objects) {
    return objects.stream().map(ConformanceTest::text).toList();
  }

  @FunctionalInterface
  interface Check {
    void accept(Path folder) throws IOException, Stopped;
  }
}
