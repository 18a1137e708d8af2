package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kube.LedgerKeyStore;
import dev.sluice.testing.Checkout;
import dev.sluice.testing.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code deploy/base} promises and a reader cannot see at a glance. */
class InstallationTest {

  private static final Path BASE = Checkout.root().resolve("deploy/base");

  @Test
  void everyFileIsInstalled() throws IOException {
    Map<String, Object> kustomization = kustomization();
    Set<String> installed = new TreeSet<>(Yaml.strings(kustomization.get("resources")));
    Yaml.maps(kustomization.get("configMapGenerator"))
        .forEach(generator -> installed.addAll(Yaml.strings(generator.get("files"))));
    installed.add("kustomization.yaml");
    try (Stream<Path> files = Files.walk(BASE)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> BASE.relativize(file).toString()))
          .containsExactlyInAnyOrderElementsOf(installed);
    }
  }

  @Test
  void theImageIsOfThisVersion() throws IOException {
    assertThat(Yaml.maps(kustomization().get("images")))
        .singleElement()
        .satisfies(image -> assertThat(image).containsEntry("newTag", Checkout.version()));
  }

  @Test
  void noRuleGrantsMoreThanItNames() throws IOException {
    assertThat(rules("Role", "ClusterRole"))
        .isNotEmpty()
        .allSatisfy(rule -> {
          assertThat(rule.values()).noneMatch(words -> Yaml.strings(words).contains("*"));
          assertThat(Yaml.strings(rule.get("verbs")))
              .doesNotContain("escalate", "bind", "impersonate", "deletecollection");
          assertThat(Yaml.strings(rule.get("resources"))).doesNotContain("pods/exec");
          if (Yaml.strings(rule.get("resources")).contains("secrets")) {
            assertThat(Yaml.strings(rule.get("resourceNames")))
                .as("no Secret but the one the daemon makes itself")
                .containsExactly(LedgerKeyStore.NAME);
            assertThat(Yaml.strings(rule.get("verbs"))).doesNotContain("list", "watch", "delete");
          }
        });
  }

  /** Both ways: the worked example can be run, and nothing beyond it can be touched. */
  @Test
  void theDaemonMayWriteExactlyTheKindsOfTheWorkedExample() throws IOException {
    Set<String> needed = new TreeSet<>(Set.of("/configmaps", "/namespaces"));
    for (Map<String, Object> object : Yaml.below(Checkout.root().resolve("overlays"))) {
      String apiVersion = String.valueOf(object.get("apiVersion"));
      if (!apiVersion.startsWith("kustomize.config.k8s.io/")
          && !apiVersion.startsWith("sluice.dev/")) {
        needed.add(group(apiVersion) + "/" + plural(String.valueOf(object.get("kind"))));
      }
    }
    assertThat(granted("patch")).isEqualTo(needed);
    assertThat(granted("create")).isEqualTo(needed);
    Set<String> watched = new TreeSet<>(needed);
    watched.add("/pods"); // they say why a workload is in trouble, and are never written
    assertThat(granted("watch")).isEqualTo(watched);
    needed.removeAll(Set.of("/namespaces", "apiextensions.k8s.io/customresourcedefinitions"));
    assertThat(granted("delete")).isEqualTo(needed);
  }

  @Test
  void thePodIsRestricted() throws IOException {
    Map<String, Object> spec = podSpec();
    Map<String, Object> container = Yaml.maps(spec.get("containers")).getFirst();
    assertThat(Yaml.map(spec.get("securityContext"))).containsEntry("runAsNonRoot", true);
    assertThat(Yaml.map(container.get("securityContext")))
        .containsEntry("readOnlyRootFilesystem", true)
        .containsEntry("allowPrivilegeEscalation", false)
        .containsEntry("capabilities", Map.of("drop", List.of("ALL")));
  }

  private static Set<String> granted(String verb) throws IOException {
    return rules("ClusterRole").stream()
        .filter(rule -> Yaml.strings(rule.get("verbs")).contains(verb))
        .filter(rule -> !Yaml.strings(rule.get("apiGroups")).contains("sluice.dev"))
        .flatMap(rule ->
            Yaml.strings(rule.get("apiGroups")).stream()
                .flatMap(group ->
                    Yaml.strings(rule.get("resources")).stream()
                        .map(resource -> group + "/" + resource)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theExamplesForPeopleGrantNoMoreThanTheyName() throws IOException {
    Path example = Checkout.root().resolve("deploy/people/example");
    assertThat(rules(example, "Role"))
        .hasSizeGreaterThan(4)
        .allSatisfy(rule -> {
          assertThat(rule.values()).noneMatch(words -> Yaml.strings(words).contains("*"));
          assertThat(Yaml.strings(rule.get("apiGroups"))).containsExactly("sluice.dev");
          boolean standsForARight = Yaml.strings(rule.get("resources")).contains("environments");
          assertThat(Yaml.strings(rule.get("resourceNames")).isEmpty())
              .isNotEqualTo(standsForARight);
        });
  }

  @Test
  void theExampleForStandbysGrantsTheSecretsThatItNamesAndNoOthers() throws IOException {
    assertThat(rules(Checkout.root().resolve("deploy/standby/example"), "Role", "ClusterRole"))
        .singleElement()
        .satisfies(rule -> {
          assertThat(Yaml.strings(rule.get("resources"))).containsExactly("secrets");
          assertThat(Yaml.strings(rule.get("verbs"))).containsExactly("get");
          assertThat(Yaml.strings(rule.get("resourceNames"))).isNotEmpty().doesNotContain("*");
        });
  }

  private static List<Map<String, Object>> rules(String... kinds) throws IOException {
    return rules(BASE, kinds);
  }

  private static List<Map<String, Object>> rules(Path below, String... kinds) throws IOException {
    return Yaml.below(below).stream()
        .filter(object -> List.of(kinds).contains(String.valueOf(object.get("kind"))))
        .flatMap(role -> Yaml.maps(role.get("rules")).stream())
        .toList();
  }

  private static Map<String, Object> podSpec() throws IOException {
    Map<String, Object> deployment = Yaml.documents(BASE.resolve("deployment.yaml")).getFirst();
    Map<String, Object> template = Yaml.map(Yaml.map(deployment.get("spec")).get("template"));
    return Yaml.map(template.get("spec"));
  }

  private static Map<String, Object> kustomization() throws IOException {
    return Yaml.documents(BASE.resolve("kustomization.yaml")).getFirst();
  }

  private static String group(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  private static String plural(String kind) {
    String name = kind.toLowerCase(Locale.ROOT);
    if (name.endsWith("y")) {
      return name.substring(0, name.length() - 1) + "ies";
    }
    return name.endsWith("s") ? name + "es" : name + "s";
  }
}
