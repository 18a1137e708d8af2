package dev.sluice.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Failure;
import dev.sluice.model.Origin;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A commit re-renders what it touched, and nothing else. */
class RememberedRendersTest {

  private final KustomizeRenderer renderer = Engines.worker();

  @AfterEach
  void stop() {
    renderer.close();
  }

  static TestTree shop() {
    return new TestTree()
        .file("overlays/shop/base/kustomization.yaml", "resources: [web.yaml]\n")
        .file(
            "overlays/shop/base/web.yaml",
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {a: one}\n")
        .file("overlays/shop/prod/kustomization.yaml", "namePrefix: p-\nresources: [../base]\n")
        .file("overlays/other/prod/kustomization.yaml", "resources: [x.yaml]\n")
        .file(
            "overlays/other/prod/x.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n");
  }

  @Test
  void aCommitToAnotherOverlayCostsNoWorkerCall() throws Stopped {
    Desired first = renderer.render(shop().source(), "overlays/shop/prod");
    TestTree elsewhere = shop().file("overlays/other/prod/new.txt", "hello");
    Desired second = renderer.render(elsewhere.source(), "overlays/shop/prod");
    assertThat(second).isSameAs(first);
    assertThat(renderer.workers().renders()).isEqualTo(1);
    assertThat(first.objects().getFirst().manifest().key().toString()).isEqualTo("ConfigMap p-web");
    assertThat(first.objects().getFirst().manifest().origin())
        .isEqualTo(new Origin("overlays/shop/base/web.yaml", 1));
  }

  @Test
  void aCommitToABaseInUseIsRendered() throws Stopped {
    Desired first = renderer.render(shop().source(), "overlays/shop/prod");
    TestTree changed =
        shop()
            .file(
                "overlays/shop/base/web.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {a: two}\n");
    Desired second = renderer.render(changed.source(), "overlays/shop/prod");
    assertThat(renderer.workers().renders()).isEqualTo(2);
    assertThat(second.digest()).isNotEqualTo(first.digest());
    assertThat(second.closure()).isNotEqualTo(first.closure());
    assertThat(renderer.render(shop().source(), "overlays/shop/prod"))
        .as("a revert is answered from memory")
        .isSameAs(first);
    assertThat(renderer.workers().renders()).isEqualTo(2);
  }

  @Test
  void aFileThatWasLookedForAndNotFoundCountsOnceItIsThere() throws Stopped {
    renderer.render(shop().source(), "overlays/shop/prod");
    TestTree second = shop().file("overlays/shop/prod/kustomization.yml", "resources: []\n");
    Failure refused = Engines.refusal(renderer, second.source(), "overlays/shop/prod");
    assertThat(refused.message()).contains("more than one kustomization");
    assertThat(renderer.workers().renders()).isEqualTo(2);
  }

  @Test
  void aFileThatBecomesALinkOfTheSameTextIsAnotherFile() throws Stopped {
    TestTree file = shop().file("overlays/shop/prod/note", "../base/web.yaml");
    file.file(
        "overlays/shop/prod/kustomization.yaml",
        "configMapGenerator: [{name: notes, files: [note], options: {disableNameSuffixHash: true}}]\n");
    Desired first = renderer.render(file.source(), "overlays/shop/prod");
    TestTree link = file.copy().symlink("overlays/shop/prod/note", "../base/web.yaml");
    assertThat(Engines.refusal(renderer, link.source(), "overlays/shop/prod").reason())
        .isEqualTo(Reason.UNSAFE_PATH);
    assertThat(first.objects()).hasSize(1);
  }

  @Test
  void aRefusalIsRememberedUntilItsFilesChange() throws Stopped {
    TestTree broken = shop().file("overlays/shop/prod/kustomization.yaml", "resources: [gone]\n");
    Failure first = Engines.refusal(renderer, broken.source(), "overlays/shop/prod");
    TestTree elsewhere = broken.copy().file("README.md", "hello");
    assertThat(Engines.refusal(renderer, elsewhere.source(), "overlays/shop/prod"))
        .isEqualTo(first);
    assertThat(renderer.workers().renders()).isEqualTo(1);
    assertThat(first.where()).isEqualTo(new Origin("overlays/shop/prod/kustomization.yaml", 1));
    TestTree mended =
        broken
            .copy()
            .file(
                "overlays/shop/prod/gone",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: g}\n");
    assertThat(renderer.render(mended.source(), "overlays/shop/prod").objects()).hasSize(1);
  }

  @Test
  void troubleOfTheSourceIsPassedOnAndNotRemembered() throws Stopped {
    Failure corrupt = Failure.of(Reason.REPOSITORY_CORRUPT, "object 3b18 is missing", "Fetch");
    TestTree tree = shop();
    tree.onRead(path -> {
      throw new Stopped(corrupt);
    });
    assertThat(Engines.refusal(renderer, tree.source(), "overlays/shop/prod")).isEqualTo(corrupt);
    tree.onRead(path -> {});
    assertThat(renderer.render(tree.source(), "overlays/shop/prod").objects()).hasSize(1);
  }

  @Test
  void theSameRenderAskedForTwiceAtATimeIsDoneOnce() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    TestTree slow =
        shop()
            .onRead(path -> {
              reading.countDown();
              await(asked);
            });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Desired> first =
          threads.submit(() -> renderer.render(slow.source(), "overlays/shop/prod"));
      await(reading);
      List<Future<Desired>> others =
          java.util.stream.IntStream.range(0, 5)
              .mapToObj(
                  i -> threads.submit(() -> renderer.render(shop().source(), "overlays/shop/prod")))
              .toList();
      asked.countDown();
      for (Future<Desired> other : others) {
        assertThat(other.get()).isSameAs(first.get());
      }
    }
    assertThat(renderer.workers().renders()).isEqualTo(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
