package dev.sluice.promote.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.environments.EnvironmentFiles;
import dev.sluice.loop.Composer;
import dev.sluice.loop.Composition;
import dev.sluice.model.Environment;
import dev.sluice.model.Manifest;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.Verdict;
import dev.sluice.plan.Hook;
import dev.sluice.render.DesiredObject;
import dev.sluice.render.KustomizeRenderer;
import dev.sluice.render.RenderLimits;
import dev.sluice.testing.Checkout;
import dev.sluice.testing.MemoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the gates of the worked example say of the worked example, and of mistakes in it. */
class WorkedExampleGatesTest {

  private static final List<String> PLATFORMS =
      List.of("liftos", "netra", "openpolicy", "ops-tower", "tracseq");

  private static KustomizeRenderer renderer;
  private static Composer composer;

  private final MemoryTree tree = new MemoryTree();

  @BeforeAll
  static void open() throws Stopped {
    renderer =
        KustomizeRenderer.open(2, RenderLimits.DEFAULT, Clock.systemUTC())
            .orElseThrow(() -> new AssertionError("built without the kustomize worker"));
    composer = new Composer(renderer);
  }

  @AfterAll
  static void close() {
    renderer.close();
  }

  @BeforeEach
  void theExample() throws IOException {
    for (String folder : List.of("environments", "overlays")) {
      try (Stream<Path> files = Files.walk(Checkout.root().resolve(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          tree.file(Checkout.root().relativize(file).toString(), Files.readString(file));
        }
      }
    }
  }

  @Test
  void everyPlatformIsNamedExactlyAndFullyConfigured() throws Exception {
    for (String environment : List.of("staging", "prod")) {
      for (String platform : PLATFORMS) {
        for (Gate gate : environment(environment).policy(platform).gates()) {
          ask(gate, platform, environment)
              .ifPresent(finding ->
                  assertThat(finding.verdict())
                      .as(
                          "%s of %s in %s: %s",
                          gate.name(), platform, environment, finding.reason())
                      .isEqualTo(Verdict.PASS));
        }
      }
    }
  }

  @Test
  void everyPlatformSaysWhatItRequires() throws Exception {
    for (String platform : PLATFORMS) {
      assertThat(compose(platform, "prod").settings().required()).as(platform).isNotEmpty();
    }
  }

  @Test
  void aPlaceholderDoesNotComeIn() throws Exception {
    replace("overlays/liftos/base/settings.env", "WORKER_PROCESSES=4", "WORKER_PROCESSES=${CPUS}");

    assertThat(config("liftos").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(config("liftos").reason())
        .contains("WORKER_PROCESSES in ConfigMap liftos-config-", "is still a placeholder");
  }

  @Test
  void aNumberOutOfTheRangeOfTheManualDoesNotComeIn() throws Exception {
    replace("overlays/liftos/base/settings.env", "DATABASE_POOL_SIZE=20", "DATABASE_POOL_SIZE=101");

    assertThat(config("liftos").reason()).contains("DATABASE_POOL_SIZE", "does not match");
  }

  @Test
  void aVariableThatIsMissingDoesNotComeIn() throws Exception {
    replace("overlays/tracseq/base/gateway.env", "RAG_SERVICE_URL=http://rag-service:8000\n", "");

    assertThat(config("tracseq").reason()).contains("RAG_SERVICE_URL is not set");
  }

  @Test
  void aTagThatCanBeMovedDoesNotComeIn() throws Exception {
    replace("overlays/openpolicy/staging/kustomization.yaml", "newTag: 1.0.0", "newTag: latest");

    Gate images = gate(Gate.Images.class);
    assertThat(ask(images, "openpolicy", "staging"))
        .hasValueSatisfying(finding -> {
          assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
          assertThat(finding.reason()).contains("ghcr.io/openpolicy/api-gateway:latest");
        });
  }

  private Finding config(String platform) throws Exception {
    return ask(gate(Gate.Config.class), platform, "staging").orElseThrow();
  }

  private Gate gate(Class<? extends Gate> kind) throws Stopped {
    return environment("staging").promotion().gates().stream()
        .filter(kind::isInstance)
        .findFirst()
        .orElseThrow();
  }

  /** What a gate says that decides from the rendered objects; nothing for the others. */
  private Optional<Finding> ask(Gate gate, String platform, String environment) throws Exception {
    Composition composition = compose(platform, environment);
    List<Manifest> objects =
        Stream.concat(
                composition.desired().objects().stream().map(DesiredObject::manifest),
                composition.hooks().stream().map(Hook::manifest))
            .toList();
    Rendered rendered = Rendered.of(objects);
    Map<String, String> required = composition.settings().required();
    if (gate instanceof Gate.Config config) {
      return Optional.of(ConfigGate.ask(config, new Evidence.Rendering(rendered, required)));
    }
    return gate instanceof Gate.Images images
        ? Optional.of(ImagesGate.ask(images, rendered))
        : Optional.empty();
  }

  private Composition compose(String platform, String environment) throws Exception {
    return composer.compose(
        environment(environment).target("config", platform),
        new Source(new Revision("config", "c".repeat(40)), tree));
  }

  private Environment environment(String name) throws Stopped {
    return EnvironmentFiles.read(tree, "environments").environments().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void replace(String file, String before, String after) throws IOException {
    String content = Files.readString(Checkout.root().resolve(file));
    assertThat(content).contains(before);
    tree.file(file, content.replace(before, after));
  }
}
