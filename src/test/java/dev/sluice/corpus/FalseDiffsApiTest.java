package dev.sluice.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kube.TestAccess;
import dev.sluice.render.KustomizeRenderer;
import dev.sluice.render.RenderLimits;
import dev.sluice.testing.RuleCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * One folder per case of {@code docs/corpus.md}: what Git wants, what somebody else does meanwhile,
 * which verdict follows. The stages are the real ones, from the render to the apply, and after
 * every reconcile a second one writes nothing.
 */
class FalseDiffsApiTest {

  private static KustomizeRenderer renderer;
  private static WebhookServer webhooks;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    TestAccess.installOwnKinds();
    renderer =
        KustomizeRenderer.open(1, RenderLimits.DEFAULT, Clock.systemUTC())
            .orElseThrow(() -> new AssertionError("built without the kustomize worker"));
    webhooks = WebhookServer.start(folder);
  }

  @AfterAll
  static void stop() {
    webhooks.close();
    renderer.close();
  }

  @TestFactory
  Stream<DynamicTest> cases() {
    String only = System.getProperty("sluice.corpus", "");
    return RuleCase.in("corpus", FalseDiffsApiTest::play)
        .filter(test -> test.getDisplayName().startsWith(only));
  }

  @Test
  void everyCaseIsInTheTable() throws IOException {
    String table = Files.readString(Path.of("docs/corpus.md"));
    try (Stream<Path> folders = Files.list(Path.of("src/test/resources/corpus"))) {
      List<String> cases = folders.map(folder -> folder.getFileName().toString()).toList();
      assertThat(cases).isNotEmpty().allSatisfy(one -> assertThat(table).contains("`" + one + "`"));
    }
  }

  private static void play(RuleCase folder) {
    try (CaseRun run = new CaseRun(folder, renderer, webhooks)) {
      run.play();
    } catch (dev.sluice.model.Stopped stopped) {
      throw new AssertionError(folder.name() + " stopped: " + stopped.failure(), stopped);
    }
  }
}
