package dev.sluice.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.fields.CanonicalJson;
import dev.sluice.model.Failure;
import dev.sluice.model.Reason;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.yaml.YamlProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The fallback: the stock command renders what the worker renders, without its box. */
class CliRendererTest {

  private static final String OVERLAY = "overlays/shop/prod";
  private static KustomizeEngine stock;

  @TempDir private Path folder;

  @BeforeAll
  static void open() throws Stopped {
    stock =
        Renderers.onCommand(
            StockCommand.folder().toString(), 2, RenderLimits.DEFAULT, Engines.CLOCK);
  }

  @TestFactory
  Stream<DynamicTest> printsWhatTheWorkerPrints() throws IOException {
    return ConformanceTest.cases(folder ->
        assertThat(stock.yaml(TestTree.of(folder).source(), "overlay"))
            .isEqualTo(Files.readString(folder.resolve("expected.yaml"))));
  }

  @TestFactory
  Stream<DynamicTest> readsThatYamlAsKubernetesDoes() throws IOException {
    return ConformanceTest.cases(folder -> {
      try {
        byte[] yaml = Files.readAllBytes(folder.resolve("expected.yaml"));
        assertThat(CanonicalJson.of(YamlObjects.read(yaml)))
            .isEqualTo(CanonicalJson.of(ConformanceTest.expected(folder)));
      } catch (YamlProblem problem) {
        throw new AssertionError(problem);
      }
    });
  }

  @Test
  void saysWhichCommandItIs() {
    assertThat(stock.commandVersion()).matches("v5\\.\\d+\\.\\d+|\\(devel\\)");
    assertThat(stock.engine()).isEqualTo("kustomize command " + stock.commandVersion());
  }

  @Test
  void aCommitElsewhereIsAnsweredFromMemory() throws Stopped {
    Desired first = stock.render(RememberedRendersTest.shop().source(), OVERLAY);
    TestTree elsewhere = RememberedRendersTest.shop().file("overlays/other/prod/y", "");
    assertThat(stock.render(elsewhere.source(), OVERLAY)).isSameAs(first);
    TestTree base = RememberedRendersTest.shop().file("overlays/shop/base/extra", "");
    assertThat(stock.render(base.source(), OVERLAY)).isNotSameAs(first);
    assertThat(first.closure().ids().keySet())
        .containsExactlyInAnyOrder("overlays/shop/prod", "overlays/shop/base");
  }

  @Test
  void everyRemoteFormIsRefusedByFieldBeforeTheCommandSeesIt() {
    for (String field :
        List.of("resources", "bases", "components", "crds", "configurations", "Resources")) {
      assertRemote("namePrefix: x-\n" + field + ": ['%s']\n", field + "[0]");
    }
    assertRemote("namePrefix: x-\npatches: [{path: '%s'}]\n", "patches[0].path");
    assertRemote("namePrefix: x-\nopenapi: {path: '%s'}\n", "openapi.path");
    assertRemote(
        "namePrefix: x-\nconfigMapGenerator: [{name: q, files: ['k=%s']}]\n",
        "configMapGenerator[0].files[0]");
  }

  private static void assertRemote(String kustomization, String field) {
    for (String form :
        List.of(
            "https://example.com/x.yaml",
            "HTTP://example.com/x",
            "git@github.com:org/x",
            "github.com/org/x",
            "ssh://git@example.com/x",
            "git::https://example.com/x",
            "file:///srv/x")) {
      TestTree tree =
          RememberedRendersTest.shop()
              .file(OVERLAY + "/kustomization.yaml", kustomization.formatted(form));
      Failure refused = Engines.refusal(stock, tree.source(), OVERLAY);
      assertThat(refused.reason()).as(form).isEqualTo(Reason.REMOTE_BASE_REFUSED);
      assertThat(refused.field()).isEqualTo(field);
      assertThat(refused.where()).hasToString(OVERLAY + "/kustomization.yaml:2");
    }
  }

  @Test
  void aRemoteFileBehindATransformerIsRefused() {
    TestTree tree =
        RememberedRendersTest.shop()
            .file(OVERLAY + "/kustomization.yaml", "resources: [../base]\ntransformers: [t.yaml]\n")
            .file(
                OVERLAY + "/t.yaml",
                "apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: t}\n"
                    + "path: https://example.com/p.yaml\n");
    Failure refused = Engines.refusal(stock, tree.source(), OVERLAY);
    assertThat(refused.reason()).isEqualTo(Reason.REMOTE_BASE_REFUSED);
    assertThat(refused.where()).hasToString(OVERLAY + "/t.yaml:4");
  }

  @Test
  void linksAndPathsOutOfTheRepositoryAreRefused() {
    TestTree link = RememberedRendersTest.shop().symlink("overlays/shop/base/l", "/etc/passwd");
    Failure refused = Engines.refusal(stock, link.source(), OVERLAY);
    assertThat(refused.reason()).isEqualTo(Reason.UNSAFE_PATH);
    assertThat(refused.where().file()).isEqualTo("overlays/shop/base/l");
    for (String path : List.of("../../../../etc", "/etc")) {
      TestTree out =
          RememberedRendersTest.shop()
              .file(OVERLAY + "/kustomization.yaml", "resources: ['" + path + "']\n");
      assertThat(Engines.refusal(stock, out.source(), OVERLAY).reason())
          .isEqualTo(Reason.UNSAFE_PATH);
    }
  }

  @Test
  void whatTheCommandSaysHoldsNoContentOfAFile() {
    TestTree tree =
        RememberedRendersTest.shop()
            .file(
                OVERLAY + "/kustomization.yaml",
                "resources: [../base]\npatches: [{patch: 'kind: hunter2-secret'}]\n");
    Failure refused = Engines.refusal(stock, tree.source(), OVERLAY);
    assertThat(refused.reason()).isEqualTo(Reason.RENDER_FAILED);
    assertThat(refused.toString()).doesNotContain("hunter2").contains("kustomize says: ");
  }

  @Test
  void limitsOnInputHold() {
    TestTree tree =
        RememberedRendersTest.shop().file("overlays/shop/base/x.txt", "#".repeat((16 << 20) + 1));
    assertThat(Engines.refusal(stock, tree.source(), OVERLAY).reason())
        .isEqualTo(Reason.RENDER_LIMIT_EXCEEDED);
  }

  @Test
  void aCommandThatHangsIsKilledAndHeldBack() throws IOException, Stopped {
    Path calls = folder.resolve("calls");
    KustomizeEngine hanging =
        fake("echo x >> " + calls + "; exec /bin/sleep 600", Duration.ofSeconds(1));
    Source source = RememberedRendersTest.shop().source();
    assertThat(Engines.refusal(hanging, source, OVERLAY).reason()).isEqualTo(Reason.RENDER_TIMEOUT);
    assertThat(Engines.refusal(hanging, source, OVERLAY).reason()).isEqualTo(Reason.RENDER_TIMEOUT);
    assertThat(Files.readAllLines(calls)).hasSize(1);
  }

  @Test
  void aCommandThatNeverStopsTalkingIsKilled() throws IOException, Stopped {
    KustomizeEngine talking =
        fake("while :; do echo 'a: 0123456789012345678901234567890'; done", Duration.ofSeconds(60));
    Failure refused = Engines.refusal(talking, RememberedRendersTest.shop().source(), OVERLAY);
    assertThat(refused.reason()).isEqualTo(Reason.RENDER_LIMIT_EXCEEDED);
  }

  @Test
  void theCommandGetsNothingOfTheEnvironmentAndLeavesNothingBehind() throws IOException, Stopped {
    Path seen = folder.resolve("seen");
    KustomizeEngine curious =
        fake("/usr/bin/env > " + seen + "; pwd >> " + seen, Duration.ofSeconds(30));
    assertThat(curious.render(RememberedRendersTest.shop().source(), OVERLAY).objects()).isEmpty();
    List<String> lines = Files.readAllLines(seen);
    // What a shell sets by itself.
    assertThat(lines.subList(0, lines.size() - 1))
        .allMatch(line -> line.matches("(PWD|OLDPWD|SHLVL|_)=.*"));
    assertThat(Path.of(lines.getLast())).doesNotExist();
  }

  @Test
  void withoutAnyRendererThePersonIsToldWhatToInstall() {
    assertThatThrownBy(
            () -> Renderers.onCommand(folder.toString(), 2, RenderLimits.DEFAULT, Engines.CLOCK))
        .isInstanceOfSatisfying(
            Stopped.class,
            stopped -> {
              assertThat(stopped.failure().reason()).isEqualTo(Reason.RENDERER_UNAVAILABLE);
              assertThat(stopped.failure().remedy()).contains("Go").contains("kustomize");
            });
  }

  private KustomizeEngine fake(String build, Duration timeout) throws IOException, Stopped {
    Path script = folder.resolve("kustomize");
    Files.writeString(
        script,
        "#!/bin/sh\nif [ \"$1\" = version ]; then echo v5.8.2; exit 0; fi\n" + build + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    RenderLimits limits = new RenderLimits(timeout, 512L << 20, 16L << 20, 2_000, 1L << 20, 5_000);
    return Renderers.onCommand(folder.toString(), 2, limits, Engines.CLOCK);
  }
}
