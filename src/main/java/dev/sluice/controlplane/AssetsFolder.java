package dev.sluice.controlplane;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The folder that a person names in {@code KUBEBUILDER_ASSETS}, as the envtest tools do. */
final class AssetsFolder implements ControlPlaneBinaries.BinarySource {
  private final Optional<Path> folder;
  private final Progress progress;

  AssetsFolder(Optional<Path> folder, Progress progress) {
    this.folder = folder;
    this.progress = progress;
  }

  @Override
  public Map<Binary, Path> find(Set<Binary> wanted) {
    if (folder.isEmpty()) {
      return Map.of();
    }
    if (!Files.isDirectory(folder.get())) {
      throw new ControlPlaneFailed(
          "KUBEBUILDER_ASSETS names "
              + folder.get()
              + ", which is not a folder. Correct it, or unset it to use the built programs.");
    }
    var found = new EnumMap<Binary, Path>(Binary.class);
    for (Binary binary : wanted) {
      Path file = folder.get().resolve(binary.fileName());
      if (Files.isExecutable(file)) {
        found.put(binary, file.toAbsolutePath());
      }
    }
    String names = found.keySet().stream().map(Binary::fileName).collect(Collectors.joining(", "));
    progress.note("Using " + (names.isEmpty() ? "nothing" : names) + " of " + folder.get());
    return found;
  }
}
