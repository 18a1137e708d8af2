package dev.sluice.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.environments.EnvironmentFiles;
import dev.sluice.environments.EnvironmentSet;
import dev.sluice.environments.OverlayMatcher;
import dev.sluice.environments.Pipeline;
import dev.sluice.git.GitLimits;
import dev.sluice.git.WorkingDirectory;
import dev.sluice.model.Environment;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.OwnPolicy;
import dev.sluice.model.promotion.Strategy;
import dev.sluice.testing.Checkout;
import dev.sluice.testing.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

  @Test
  void thePipelineHasNoDeadEnd() throws Exception {
    SourceTree checkout = WorkingDirectory.of(ROOT, GitLimits.DEFAULT);
    EnvironmentSet read = EnvironmentFiles.read(checkout, "environments");
    assertThat(read.failures()).isEmpty();
    Map<String, List<String>> overlays = new TreeMap<>();
    for (Environment environment : read.environments()) {
      overlays.put(environment.name(), OverlayMatcher.match(checkout, environment).applications());
    }
    Pipeline pipeline = Pipeline.of(read.environments(), overlays);
    assertThat(pipeline.deadEnds()).isEmpty();
    assertThat(pipeline.stages())
        .extracting(Pipeline.Stage::name)
        .containsExactly("cluster", "dev", "staging", "prod", "dr");
  }

  @Test
  void theManualsGatesStandWhereTheManualsAskForThem() throws Exception {
    assertThat(gates("prod", "tracseq", Gate.Approval.class))
        .singleElement()
        .satisfies(approval -> assertThat(approval.count()).isEqualTo(2));
    assertThat(gates("staging", "ops-tower", Gate.Approval.class)).hasSize(1);
    assertThat(gates("staging", "tracseq", Gate.Approval.class)).isEmpty();
    assertThat(gates("staging", "openpolicy", Gate.Schedule.class)).hasSize(1);
    for (String application : applications()) {
      for (String environment : List.of("staging", "prod")) {
        if (!application.equals(SHARED)) {
          assertThat(gates(environment, application, Gate.Images.class)).hasSize(1);
          assertThat(gates(environment, application, Gate.Config.class)).hasSize(1);
          assertThat(
                  gates(environment, application, Gate.Http.class).size()
                      + gates(environment, application, Gate.Job.class).size())
              .as("smoke tests of %s in %s", application, environment)
              .isPositive();
          assertThat(gates(environment, application, Gate.Http.class))
              .allSatisfy(http ->
                  assertThat(http.attempts())
                      .isEqualTo(new Gate.Attempts(30, Duration.ofSeconds(10))));
        }
      }
    }
  }

  @Test
  void theManualsStrategiesStandWhereTheManualsAskForThem() throws Exception {
    assertThat(strategies("prod"))
        .containsOnly(
            Map.entry(
                "liftos",
                new Strategy.BlueGreen(
                    List.of(
                        "gateway-service", "auth-service", "memory-service", "registry-service"),
                    Duration.ofHours(24))),
            Map.entry(
                "openpolicy",
                new Strategy.BlueGreen(
                    List.of("openpolicy-lb", "api-gateway"), Duration.ofHours(24))));
    assertThat(strategies("staging"))
        .containsOnly(
            Map.entry(
                "liftos",
                new Strategy.Canary(
                    Strategy.Router.NGINX,
                    List.of("gateway-service"),
                    List.of(20, 40, 60, 80),
                    Duration.ofMinutes(10))));
    // Nothing is switched, and no step is left, before it was asked.
    for (String application : List.of("liftos", "openpolicy")) {
      assertThat(gates("prod", application, Gate.class))
          .filteredOn(gate -> gate.phase() == Gate.Phase.DURING)
          .as(application)
          .hasSize(1);
    }
    assertThat(gates("staging", "liftos", Gate.class))
        .filteredOn(gate -> gate.phase() == Gate.Phase.DURING)
        .hasSize(1);
  }

  @Test
  void theStandbyIsTriedEveryMonth() throws Exception {
    assertThat(environments())
        .filteredOn(one -> one.drill().isPresent())
        .singleElement()
        .satisfies(dr -> {
          assertThat(dr.name()).isEqualTo("dr");
          assertThat(dr.drill().orElseThrow().times().next(Instant.parse("2026-11-21T12:00:00Z")))
              .contains(Instant.parse("2026-12-01T08:00:00Z"));
        });
  }

  @Test
  void everyJobOfAGateIsThere() throws Exception {
    for (Environment environment : environments()) {
      for (OwnPolicy own : environment.own().values()) {
        for (Gate gate : own.policy().gates()) {
          if (gate instanceof Gate.Job job) {
            assertThat(Yaml.documents(ROOT.resolve(job.manifest())))
                .singleElement()
                .satisfies(object -> assertThat(object).containsEntry("kind", "Job"));
          }
        }
      }
    }
  }

  private static <G extends Gate> List<G> gates(
      String environment, String application, Class<G> kind) throws Stopped {
    return environments().stream()
        .filter(one -> one.name().equals(environment))
        .flatMap(one -> one.policy(application).gates().stream())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** The applications of an environment whose releases come another way than rolling. */
  private static Map<String, Strategy> strategies(String environment) throws Exception {
    Map<String, Strategy> found = new TreeMap<>();
    for (Environment one : environments()) {
      for (String application : applications()) {
        Strategy strategy = one.policy(application).strategy();
        if (one.name().equals(environment) && !(strategy instanceof Strategy.Rolling)) {
          found.put(application, strategy);
        }
      }
    }
    return found;
  }

  private static List<Environment> environments() throws Stopped {
    return EnvironmentFiles.read(WorkingDirectory.of(ROOT, GitLimits.DEFAULT), "environments")
        .environments();
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
