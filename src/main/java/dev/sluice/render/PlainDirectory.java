package dev.sluice.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory without a kustomization gets one that lists its YAML and JSON files and those below;
 * a subdirectory with a kustomization of its own is a base, and Sluice's own {@code
 * application.yaml} is no manifest. The same rule as the worker's.
 */
final class PlainDirectory {

  private static final String NAME = "kustomization.yaml";

  /** What Sluice reads about an application; another tool's kind of that name is a manifest. */
  private static final String SETTINGS = "application.yaml";

  private static final Pattern OF_SLUICE =
      Pattern.compile(
          "^(\\{\\s*)?[\"']?apiVersion[\"']?\\s*:\\s*[\"']?sluice\\.dev/", Pattern.MULTILINE);

  private static final ObjectMapper JSON = new ObjectMapper();

  private PlainDirectory() {}

  static void makeKustomization(WorkingCopy copy, String overlay) throws IOException {
    Path folder = copy.root().resolve(overlay);
    List<String> resources = new ArrayList<>();
    collect(folder, folder, resources);
    String file = overlay.isEmpty() ? NAME : overlay + "/" + NAME;
    copy.make(file, text(resources));
  }

  private static void collect(Path root, Path folder, List<String> resources) throws IOException {
    List<Path> entries;
    try (Stream<Path> found = Files.list(folder)) {
      entries = found.sorted().toList();
    }
    for (Path entry : entries) {
      String name = entry.getFileName().toString();
      if (name.startsWith(".")) {
        continue;
      }
      if (Files.isDirectory(entry)) {
        if (hasKustomization(entry)) {
          resources.add(root.relativize(entry).toString());
        } else {
          collect(root, entry, resources);
        }
      } else if (name.matches(".*\\.(yaml|yml|json)") && !isSettings(name, entry)) {
        resources.add(root.relativize(entry).toString());
      }
    }
  }

  private static boolean isSettings(String name, Path file) throws IOException {
    // Any bytes are text of this character set, and what is looked for is ASCII.
    return name.equals(SETTINGS)
        && OF_SLUICE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1)).find();
  }

  private static boolean hasKustomization(Path folder) {
    return Stream.of(NAME, "kustomization.yml", "Kustomization")
        .anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
  }

  /** JSON is YAML too. */
  private static String text(List<String> resources) throws JsonProcessingException {
    return JSON.writeValueAsString(Map.of("resources", resources));
  }
}
