package dev.sluice.environments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.model.promotion.Gate;
import dev.sluice.model.promotion.PromotionPolicy;
import dev.sluice.testing.MemoryTree;
import dev.sluice.testing.RuleCase;
import dev.sluice.testing.Yaml;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every folder holds environment files, and in expected.yaml what becomes of them. */
class EnvironmentCasesTest {

  @TestFactory
  Stream<DynamicTest> cases() {
    return RuleCase.in("environments", EnvironmentCasesTest::check);
  }

  private static void check(RuleCase one) {
    Map<String, Object> expected = one.read("expected.yaml");
    MemoryTree tree = new MemoryTree();
    one.allBut("expected.yaml").forEach((name, text) -> tree.file("environments/" + name, text));
    EnvironmentSet read = read(tree);
    assertThat(read.environments().stream().map(EnvironmentCasesTest::line))
        .containsExactlyElementsOf(Yaml.strings(expected.get("environments")));
    assertThat(
            read.environments().stream()
                .filter(environment -> environment.driver() == Target.Driver.LEDGER)
                .flatMap(EnvironmentCasesTest::promotion))
        .containsExactlyElementsOf(Yaml.strings(expected.get("promotion")));
    assertThat(read.failures().stream().map(Failure::toString))
        .containsExactlyElementsOf(Yaml.strings(expected.get("failures")));
  }

  private static boolean hasRoles(Environment environment) {
    return environment.roles().differ() || !environment.roles().hooks().isEmpty();
  }

  private static EnvironmentSet read(MemoryTree tree) {
    try {
      return EnvironmentFiles.read(tree, "environments");
    } catch (Stopped e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<String> promotion(Environment environment) {
    return Stream.concat(
        promotion(
            environment.name()
                + " "
                + environment.follows()
                + (hasRoles(environment) ? " " + environment.roles() : "")
                + environment.drill().map(drill -> " " + drill).orElse(""),
            environment.promotion(),
            List.of()),
        environment.own().entrySet().stream()
            .flatMap(own ->
                promotion(
                    "%s in %s, at %s"
                        .formatted(own.getKey(), environment.name(), own.getValue().origin()),
                    own.getValue().policy(),
                    environment.promotion().gates())));
  }

  /** Only what is not as it is without promotion; a line for each gate. */
  private static Stream<String> promotion(String what, PromotionPolicy policy, List<Gate> ofAll) {
    String said =
        what
            + " "
            + policy.supersede()
            + " maxAge="
            + policy.maxAge()
            + " minHealthy="
            + policy.minHealthy()
            + " deadline="
            + policy.deadline()
            + " rollback="
            + policy.rollback()
            + " maxLag="
            + policy.maxLag().map(Duration::toString).orElse("")
            + " units="
            + policy.units()
            + (policy.reverify().equals(PromotionPolicy.Reverify.NEVER)
                ? ""
                : " " + policy.reverify())
            + (policy.strategy().isPhased() ? " " + policy.strategy() : "");
    assertThat(policy.gates().subList(0, ofAll.size())).as(what).isEqualTo(ofAll);
    return Stream.concat(
        Stream.of(said), policy.gates().stream().skip(ofAll.size()).map(Gate::toString));
  }

  private static String line(Environment environment) {
    return String.join(
        " ",
        List.of(
            environment.name(),
            "overlays=" + environment.overlays(),
            "cluster=" + environment.cluster(),
            "namespace=" + environment.namespace(),
            "branch=" + environment.branch(),
            environment.sync().prune().toString(),
            environment.sync().selfHeal().toString(),
            "maxDeletions=" + environment.sync().maxDeletions(),
            environment.sync().namespaces().toString(),
            environment.sync().adoption().toString(),
            environment.sync().foreign().toString(),
            environment.sync().timeout().toString(),
            "as=" + environment.serviceAccount(),
            "at " + environment.origin()));
  }
}
