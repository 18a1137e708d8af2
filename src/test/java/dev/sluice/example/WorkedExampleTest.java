package dev.sluice.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Checkout;
import dev.sluice.testing.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds between {@code overlays/}, {@code environments/} and the demo's list of Secrets. */
class WorkedExampleTest {

  private static final Path ROOT = Checkout.root();

  /** Exists once in the cluster, in the environment of that name; every other in the other four. */
  private static final String SHARED = "crds";

  @Test
  void gitHoldsNoSecret() throws IOException {
    assertThat(Yaml.below(ROOT.resolve("overlays")))
        .isNotEmpty()
        .noneMatch(object -> "Secret".equals(object.get("kind")))
        .noneMatch(object -> object.containsKey("secretGenerator"));
  }

  @Test
  void theDemoKnowsEveryKeyThatAWorkloadReads() throws IOException {
    Set<String> listed = new TreeSet<>();
    Path list = ROOT.resolve("src/main/resources/demo/secrets.yaml");
    for (var secret : Yaml.maps(Yaml.documents(list).getFirst().get("secrets"))) {
      for (String key : Yaml.strings(secret.get("keys"))) {
        listed.add(secret.get("namespace") + " " + secret.get("name") + " " + key);
      }
    }
    Set<String> read = new TreeSet<>();
    for (String application : applications()) {
      for (var object : Yaml.below(ROOT.resolve("overlays").resolve(application))) {
        secretKeys(object).forEach(key -> read.add(application + "-{environment} " + key));
      }
    }
    assertThat(read).isNotEmpty();
    assertThat(listed).containsAll(read);
  }

  @Test
  void everyOverlaySetsTheNamespaceThatItsEnvironmentNames() throws IOException {
    List<Map<String, Object>> environments = Yaml.below(ROOT.resolve("environments"));
    assertThat(environments).hasSize(5);
    for (Map<String, Object> environment : environments) {
      String name = String.valueOf(Yaml.map(environment.get("metadata")).get("name"));
      Map<String, Object> spec = Yaml.map(environment.get("spec"));
      for (String application : applications()) {
        String overlay = String.valueOf(spec.get("overlays")).replace("*", application);
        if (!Files.isDirectory(ROOT.resolve(overlay))) {
          assertThat(application.equals(SHARED)).as(overlay).isEqualTo(!name.equals("cluster"));
          continue;
        }
        Map<String, Object> kustomization =
            Yaml.documents(ROOT.resolve(overlay).resolve("kustomization.yaml")).getFirst();
        assertThat(kustomization)
            .as(overlay)
            .containsEntry(
                "namespace",
                String.valueOf(spec.get("namespace"))
                    .replace("{application}", application)
                    .replace("{environment}", name));
      }
    }
  }

  @Test
  void everyOverlayPinsItsImages() throws IOException {
    for (String application : applications()) {
      if (application.equals(SHARED)) {
        continue;
      }
      for (String environment : List.of("dev", "staging", "prod", "dr")) {
        Path overlay = ROOT.resolve("overlays").resolve(application).resolve(environment);
        Map<String, Object> kustomization =
            Yaml.documents(overlay.resolve("kustomization.yaml")).getFirst();
        assertThat(Yaml.maps(kustomization.get("images")))
            .as(overlay.toString())
            .isNotEmpty()
            .allSatisfy(
                image -> assertThat(String.valueOf(image.get("newTag"))).matches("v?\\d+\\..+"));
      }
    }
  }

  private static List<String> applications() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT.resolve("overlays"))) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /** {@code name key} of every secretKeyRef below a node. */
  private static Set<String> secretKeys(Object node) {
    if (node instanceof List<?> list) {
      return list.stream()
          .flatMap(one -> secretKeys(one).stream())
          .collect(Collectors.toCollection(TreeSet::new));
    }
    Set<String> found = new TreeSet<>();
    if (node instanceof Map<?, ?> map) {
      if (map.get("secretKeyRef") instanceof Map<?, ?> reference) {
        found.add(reference.get("name") + " " + reference.get("key"));
      }
      map.values().forEach(value -> found.addAll(secretKeys(value)));
    }
    return found;
  }
}
