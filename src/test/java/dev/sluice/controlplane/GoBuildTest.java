package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How the programs are built, with a shell script in the place of Go. The real Go builds them
 * wherever the API tests run with an empty cache.
 */
class GoBuildTest {
  private final RecordedProgress progress = new RecordedProgress();

  @TempDir Path folder;
  private Path tools;
  private BinaryCache cache;

  @BeforeEach
  void folders() throws IOException {
    tools = Files.createDirectory(folder.resolve("tools"));
    cache = new BinaryCache(folder.resolve("cache"));
  }

  @Test
  void everyMissingProgramIsBuiltFromItsModuleAndPutIntoTheCache() throws IOException {
    go("go1.26.8", BUILDS);

    Map<Binary, Path> built = build(Binary.KUBE_APISERVER, Binary.KWOK);

    assertThat(built).containsOnlyKeys(Binary.KUBE_APISERVER, Binary.KWOK);
    assertThat(cache.find(EnumSet.allOf(Binary.class))).isEqualTo(built);
    assertThat(calls())
        .satisfiesExactly(
            call ->
                assertThat(call)
                    .contains("module dev.sluice/control-plane ")
                    .contains("-mod=readonly")
                    .contains("version.gitVersion=" + GoModule.KUBERNETES.version())
                    .endsWith("k8s.io/kubernetes/cmd/kube-apiserver"),
            call ->
                assertThat(call)
                    .contains("module dev.sluice/control-plane/kwok ")
                    .endsWith("sigs.k8s.io/kwok/cmd/kwok"));
    assertThat(progress.lines())
        .contains("Building kube-apiserver (1 of 2)", "Building kwok (2 of 2)");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void aFailedBuildSaysWhatGoSaidAndKeepsWhatWasBuiltBefore() throws IOException {
    go(
        "go1.26.8",
        "case \"$*\" in *kwok*) echo 'dial tcp: no such host'; exit 1 ;; esac\n" + BUILDS);

    assertThatThrownBy(() -> build(Binary.ETCD, Binary.KWOK))
        .isInstanceOf(ControlPlaneFailed.class)
        .hasMessageContaining("go build of kwok failed with exit code 1")
        .hasMessageContaining("no such host");

    assertThat(cache.find(EnumSet.allOf(Binary.class))).containsOnlyKeys(Binary.ETCD);
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    go("go1.26.8", BUILDS);
    Callable<Map<Binary, Path>> build = () -> build(Binary.ETCD);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var result : executor.invokeAll(List.of(build, build, build))) {
        assertThat(result.get()).containsOnlyKeys(Binary.ETCD);
      }
    }
    assertThat(calls()).hasSize(1);
  }

  @Test
  void aMachineWithoutGoIsToldWhatToInstall() {
    assertThatThrownBy(() -> build(Binary.ETCD))
        .isInstanceOf(ControlPlaneFailed.class)
        .hasMessageContaining("Go was not found on the PATH")
        .hasMessageContaining("install Go " + GoModule.KUBERNETES.minimumGo());
  }

  @Test
  void anOldGoThatMayNotFetchANewerOneIsRefused() throws IOException {
    go("go1.24.1", BUILDS);
    assertThatThrownBy(() -> build(Binary.ETCD))
        .isInstanceOf(ControlPlaneFailed.class)
        .hasMessageContaining("is go1.24.1, and the control plane needs Go 1.26");
    assertThat(cache.find(EnumSet.allOf(Binary.class))).isEmpty();
  }

  /** Notes the call and the module it was made in, and writes the file that -o names. */
  private static final String BUILDS =
      """
      echo "$(head -1 go.mod) $*" >>"$calls"
      while [ "$1" != -o ]; do shift; done
      echo program >"$2"
      """;

  private Map<Binary, Path> build(Binary... binaries) {
    return new GoBuild(new Executables(List.of(tools)), cache, progress)
        .find(EnumSet.copyOf(List.of(binaries)));
  }

  private void go(String version, String build) throws IOException {
    Path script = tools.resolve("go");
    Files.writeString(
        script,
        """
        #!/bin/sh
        calls='%s'
        case "$1 $2" in
          "env GOVERSION") echo %s; exit ;;
          "env GOTOOLCHAIN") echo local; exit ;;
        esac
        %s\
        """
            .formatted(folder.resolve("calls"), version, build));
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  private List<String> leftovers() throws IOException {
    try (Stream<Path> all = Files.list(cache.folder())) {
      return all.map(p -> p.getFileName().toString()).filter(n -> n.startsWith(".work")).toList();
    }
  }
}
