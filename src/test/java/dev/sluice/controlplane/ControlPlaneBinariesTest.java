package dev.sluice.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.controlplane.ControlPlaneBinaries.BinarySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the programs are looked for, and in which order. */
class ControlPlaneBinariesTest {
  private final RecordedProgress progress = new RecordedProgress();

  @TempDir Path folder;

  @Test
  void aLaterSourceIsAskedOnlyForWhatIsStillMissing() throws IOException {
    Path assets = Files.createDirectory(folder.resolve("assets"));
    program(assets, "etcd");
    program(assets, "kube-apiserver");
    Path cached = Files.createDirectory(folder.resolve("cached"));
    program(cached, "kube-apiserver");
    program(cached, "kwok");
    var builder = new RememberingSource(folder);

    Map<Binary, Path> found =
        new ControlPlaneBinaries(
                List.of(
                    new AssetsFolder(Optional.of(assets), progress),
                    new BinaryCache(cached),
                    builder))
            .find(EnumSet.of(Binary.ETCD, Binary.KUBE_APISERVER, Binary.KWOK, Binary.KUBECTL));

    assertThat(found)
        .containsEntry(Binary.ETCD, assets.resolve("etcd"))
        .containsEntry(Binary.KUBE_APISERVER, assets.resolve("kube-apiserver"))
        .containsEntry(Binary.KWOK, cached.resolve("kwok"));
    assertThat(builder.asked).containsExactly(Binary.KUBECTL);
    assertThat(progress.lines()).containsExactly("Using etcd, kube-apiserver of " + assets);
  }

  @Test
  void aNamedFolderThatIsNotThereIsAnErrorAndNotIgnored() {
    Path typo = folder.resolve("asets");
    var source = new AssetsFolder(Optional.of(typo), progress);
    assertThatThrownBy(() -> source.find(EnumSet.of(Binary.ETCD)))
        .isInstanceOf(ControlPlaneFailed.class)
        .hasMessageContaining("KUBEBUILDER_ASSETS names " + typo);
  }

  @Test
  void aFileThatCannotBeExecutedIsNotAProgram() throws IOException {
    Files.writeString(folder.resolve("etcd"), "half a download");
    assertThat(new BinaryCache(folder).find(EnumSet.of(Binary.ETCD))).isEmpty();
  }

  @Test
  void theCacheIsNamedAfterTheVersionAndTheContentOfTheModules() {
    assertThat(BinaryCache.standard().folder().getFileName().toString())
        .matches("v\\d+\\.\\d+\\.\\d+-[0-9a-f]{12}");
  }

  static void program(Path folder, String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** Has everything, and remembers what it was asked for. */
  private static final class RememberingSource implements BinarySource {
    private final Path folder;
    private Set<Binary> asked = Set.of();

    RememberingSource(Path folder) {
      this.folder = folder;
    }

    @Override
    public Map<Binary, Path> find(Set<Binary> wanted) {
      asked = wanted;
      var all = new HashMap<Binary, Path>();
      wanted.forEach(binary -> all.put(binary, folder.resolve(binary.fileName())));
      return all;
    }
  }
}
