package dev.sluice.testing;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads the manifests of the project as plain maps and lists. */
public final class Yaml {

  private Yaml() {}

  /** Every document of every YAML file below a directory. */
  public static List<Map<String, Object>> below(Path directory) throws IOException {
    List<Map<String, Object>> documents = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
        documents.addAll(documents(file));
      }
    }
    return documents;
  }

  public static List<Map<String, Object>> documents(Path file) throws IOException {
    List<Map<String, Object>> documents = new ArrayList<>();
    try (Reader reader = Files.newBufferedReader(file)) {
      var yaml = new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions()));
      yaml.loadAll(reader).forEach(one -> documents.add(map(one)));
    }
    return documents;
  }

  @SuppressWarnings("unchecked")
  public static Map<String, Object> map(Object node) {
    return (Map<String, Object>) Objects.requireNonNull(node);
  }

  public static List<Map<String, Object>> maps(Object node) {
    return ((List<?>) node).stream().map(Yaml::map).toList();
  }

  public static List<String> strings(Object node) {
    return node == null ? List.of() : ((List<?>) node).stream().map(String::valueOf).toList();
  }
}
