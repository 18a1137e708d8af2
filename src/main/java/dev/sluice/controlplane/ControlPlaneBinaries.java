package dev.sluice.controlplane;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the programs of a control plane. Asked in this order, each for what the ones before it did
 * not have: the folder that {@code KUBEBUILDER_ASSETS} names, this program's cache, the official
 * envtest archive, and a build from the Go modules that this program carries.
 */
public final class ControlPlaneBinaries {
  private final List<BinarySource> sources;

  ControlPlaneBinaries(List<BinarySource> sources) {
    this.sources = List.copyOf(sources);
  }

  /** A place that may have some of the programs. */
  interface BinarySource {
    /**
     * Looks for programs.
     *
     * @return those found, possibly none, never one that was not asked for
     * @throws ControlPlaneFailed if they should be here and cannot be had
     */
    Map<Binary, Path> find(Set<Binary> wanted);
  }

  /** The sources of this machine, as its environment variables describe them. */
  public static ControlPlaneBinaries standard(Progress progress) {
    var cache = BinaryCache.standard();
    var assets = Optional.ofNullable(System.getenv("KUBEBUILDER_ASSETS")).filter(s -> !s.isEmpty());
    // Where Go's own installer puts it; shells started by desktops often have no such PATH.
    var installed = Executables.onPath().or(Path.of("/usr/local/go/bin"));
    return new ControlPlaneBinaries(
        List.of(
            new AssetsFolder(assets.map(Path::of), progress),
            cache,
            new EnvtestArchive(EnvtestArchive.RELEASES, cache, progress),
            new GoBuild(installed, cache, progress)));
  }

  /**
   * Finds or builds these programs. The first time a build takes about ten minutes on two cores;
   * after that they are in the cache.
   *
   * @throws ControlPlaneFailed if one cannot be had; the message says what to install
   */
  public Map<Binary, Path> find(Set<Binary> wanted) {
    var found = new EnumMap<Binary, Path>(Binary.class);
    for (BinarySource source : sources) {
      var missing = EnumSet.copyOf(wanted);
      missing.removeAll(found.keySet());
      if (missing.isEmpty()) {
        break;
      }
      found.putAll(source.find(missing));
    }
    return Map.copyOf(found);
  }
}
