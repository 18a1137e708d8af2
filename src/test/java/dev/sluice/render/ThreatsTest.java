package dev.sluice.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import dev.sluice.testing.Eventually;
import dev.sluice.testing.MutableClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an overlay may try against the daemon, and that the next render is none the wiser. */
class ThreatsTest {

  private static final String OVERLAY = "overlays/shop/prod";
  private static final RenderLimits SHORT =
      new RenderLimits(Duration.ofSeconds(2), 512L << 20, 16L << 20, 2_000, 32L << 20, 100_000);

  private final MutableClock clock = new MutableClock();
  private KustomizeRenderer renderer = Engines.worker(SHORT, clock);

  @AfterEach
  void stop() {
    renderer.close();
  }

  @Test
  void basesThatDoubleAreStoppedByTheClockAndKeptApart() throws Stopped {
    TestTree doubling = doubling();
    Failure stopped = Engines.refusal(renderer, doubling.source(), "top");
    assertThat(stopped.reason()).isEqualTo(Reason.RENDER_TIMEOUT);
    theNextRenderIsFine();

    long before = renderer.workers().renders();
    TestTree elsewhere = doubling.copy().file("README.md", "another commit");
    assertThat(Engines.refusal(renderer, elsewhere.source(), "top")).isEqualTo(stopped);
    assertThat(renderer.workers().renders()).as("no try before its time").isEqualTo(before);

    clock.advance(Duration.ofSeconds(31));
    assertThat(Engines.refusal(renderer, elsewhere.source(), "top")).isEqualTo(stopped);
    assertThat(renderer.workers().renders()).as("one try after it").isEqualTo(before + 1);
    clock.advance(Duration.ofSeconds(31));
    Engines.refusal(renderer, elsewhere.source(), "top");
    assertThat(renderer.workers().renders()).as("pauses grow").isEqualTo(before + 1);

    TestTree mended = doubling.copy().file("b1a/kustomization.yaml", "resources: [../leaf]\n");
    mended.file("b1b/kustomization.yaml", "resources: []\nnamePrefix: q-\n");
    mended.file("top/kustomization.yaml", "resources: [../leaf]\n");
    assertThat(renderer.render(mended.source(), "top").objects()).hasSize(1);
  }

  @Test
  void anAliasBombIsRefusedAndTheDaemonLives() throws Stopped {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 10; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i));
      bomb.append("*a%d,".formatted(i - 1).repeat(9)).append("*a%d]\n".formatted(i - 1));
    }
    TestTree tree =
        RememberedRendersTest.shop()
            .file(
                "overlays/shop/base/web.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n" + bomb);
    Failure refused = Engines.refusal(renderer, tree.source(), OVERLAY);
    assertThat(refused.reason()).isEqualTo(Reason.RENDER_LIMIT_EXCEEDED);
    assertThat(refused.where().file()).isEqualTo("overlays/shop/base/web.yaml");
    theNextRenderIsFine();
  }

  @Test
  void aWorkerThatRunsOutOfMemoryIsReplacedAndTheOverlayIsKeptApart() throws Stopped {
    renderer.close();
    RenderLimits tight =
        new RenderLimits(Duration.ofSeconds(20), 112L << 20, 64L << 20, 2_000, 64L << 20, 100_000);
    renderer = Engines.worker(tight, clock);
    String entry = "  key-%06d: {a: [1, 2, 3], b: {c: d}}\n";
    StringBuilder big = new StringBuilder("apiVersion: example.org/v1\nkind: Big\n");
    big.append("metadata: {name: big}\nspec:\n");
    for (int i = 0; i < 80_000; i++) {
      big.append(entry.formatted(i));
    }
    TestTree tree =
        RememberedRendersTest.shop().file("overlays/shop/base/web.yaml", big.toString());
    Failure refused = Engines.refusal(renderer, tree.source(), OVERLAY);
    assertThat(refused.reason()).isEqualTo(Reason.RENDER_LIMIT_EXCEEDED);
    assertThat(refused.message()).contains("out of memory");
    long renders = renderer.workers().renders();
    assertThat(Engines.refusal(renderer, tree.source(), OVERLAY)).isEqualTo(refused);
    assertThat(renderer.workers().renders()).isEqualTo(renders);
    theNextRenderIsFine();
  }

  @Test
  void aWorkerKilledFromOutsideCostsNothingButTime() throws Stopped {
    AtomicInteger kills = new AtomicInteger(1);
    TestTree tree = RememberedRendersTest.shop();
    tree.onRead(path -> killWhile(kills));
    assertThat(renderer.render(tree.source(), OVERLAY).objects()).hasSize(1);
    assertThat(kills).hasValue(0);
    assertThat(renderer.workers().renders()).isEqualTo(2);
  }

  @Test
  void aRenderThatLosesTwoWorkersIsRefusedAndTheNextIsFine() throws Stopped {
    AtomicInteger kills = new AtomicInteger(2);
    TestTree tree = RememberedRendersTest.shop();
    tree.onRead(path -> killWhile(kills));
    Failure refused = Engines.refusal(renderer, tree.source(), OVERLAY);
    assertThat(refused.reason()).isEqualTo(Reason.RENDER_LIMIT_EXCEEDED);
    assertThat(refused.message()).contains("two kustomize workers");
    theNextRenderIsFine();
  }

  @Test
  void idleWorkersThatDiedAreReplaced() throws Stopped {
    theNextRenderIsFine();
    for (long pid : renderer.workers().pids()) {
      ProcessHandle handle = ProcessHandle.of(pid).orElseThrow();
      handle.destroyForcibly();
      handle.onExit().join();
    }
    assertThat(
            renderer.render(RememberedRendersTest.shop().source(), "overlays/shop/prod").objects())
        .hasSize(1);
  }

  @Test
  void remoteBasesAreRefusedByField() {
    TestTree tree =
        RememberedRendersTest.shop()
            .file(
                "overlays/shop/prod/kustomization.yaml",
                "namePrefix: p-\nresources: ['https://example.com/base']\n");
    Failure refused = Engines.refusal(renderer, tree.source(), OVERLAY);
    assertThat(refused.reason()).isEqualTo(Reason.REMOTE_BASE_REFUSED);
    assertThat(refused.where()).hasToString("overlays/shop/prod/kustomization.yaml:2");
    assertThat(refused.field()).isEqualTo("resources[0]");
    assertThat(refused.remedy()).isNotEmpty();
  }

  @Test
  void linksOutOfTheTreeAreRefusedAndLinksInsideAreFollowed() throws Stopped {
    TestTree out =
        RememberedRendersTest.shop().symlink("overlays/shop/base/web.yaml", "/etc/passwd");
    assertThat(Engines.refusal(renderer, out.source(), OVERLAY).reason())
        .isEqualTo(Reason.UNSAFE_PATH);
    TestTree inside =
        RememberedRendersTest.shop()
            .symlink("overlays/shop/base/web.yaml", "real.yaml")
            .file(
                "overlays/shop/base/real.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: real}\n");
    assertThat(renderer.render(inside.source(), OVERLAY).objects().getFirst().manifest().name())
        .isEqualTo("p-real");
  }

  @Test
  void filesThatAreTooLargeAreRefusedByName() {
    TestTree tree =
        RememberedRendersTest.shop()
            .file("overlays/shop/base/web.yaml", "#".repeat((16 << 20) + 1));
    Failure refused = Engines.refusal(renderer, tree.source(), OVERLAY);
    assertThat(refused.reason()).isEqualTo(Reason.RENDER_LIMIT_EXCEEDED);
    assertThat(refused.where().file()).isEqualTo("overlays/shop/base/web.yaml");
  }

  @Test
  void noProcessIsLeftBehind() throws Stopped {
    theNextRenderIsFine();
    var handles =
        renderer.workers().pids().stream()
            .map(ProcessHandle::of)
            .map(h -> h.orElseThrow())
            .toList();
    assertThat(handles).isNotEmpty();
    renderer.close();
    Eventually.holds("all workers have ended", () -> handles.stream().noneMatch(h -> h.isAlive()));
  }

  private void killWhile(AtomicInteger kills) {
    if (kills.get() > 0) {
      kills.decrementAndGet();
      renderer.workers().pids().forEach(pid -> ProcessHandle.of(pid).ifPresent(this::kill));
    }
  }

  private void kill(ProcessHandle worker) {
    worker.destroyForcibly();
    worker.onExit().join();
  }

  private void theNextRenderIsFine() throws Stopped {
    assertThat(
            renderer.render(RememberedRendersTest.shop().source(), "overlays/other/prod").objects())
        .hasSize(1);
  }

  /** Each level includes the one below twice, under two names: 2^20 objects of 40 small files. */
  private static TestTree doubling() {
    TestTree tree =
        new TestTree()
            .file("leaf/kustomization.yaml", "resources: [leaf.yaml]\n")
            .file("leaf/leaf.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: l}\n");
    String below = "[../leaf]";
    for (int level = 1; level <= 20; level++) {
      for (String side : new String[] {"a", "b"}) {
        tree.file(
            "b%d%s/kustomization.yaml".formatted(level, side),
            "namePrefix: %s%d-\nresources: %s\n".formatted(side, level, below));
      }
      below = "[../b%da, ../b%db]".formatted(level, level);
    }
    return tree.file("top/kustomization.yaml", "resources: " + below + "\n");
  }
}
