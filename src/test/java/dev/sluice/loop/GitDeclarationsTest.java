package dev.sluice.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.environments.EnvironmentSet;
import dev.sluice.model.Environment;
import dev.sluice.model.Failure;
import dev.sluice.model.Revision;
import dev.sluice.model.Source;
import dev.sluice.model.Stopped;
import dev.sluice.model.Target;
import dev.sluice.testing.MemoryTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A mistake in one file of a pipeline changes nothing about the others. */
class GitDeclarationsTest {

  private final List<EnvironmentSet> told = new ArrayList<>();
  private MemoryTree tree = new MemoryTree();
  private List<Target> known = List.of();

  private final GitDeclarations declarations =
      new GitDeclarations(
          (repository, branch) -> new Revision(repository, branch),
          revision -> new Source(revision, tree),
          Map.of(),
          (repository, commit, read) -> told.add(read));

  @BeforeEach
  void aPipelineOfTwo() throws Stopped {
    tree =
        new MemoryTree()
            .file("overlays/shop/dev/kustomization.yaml", "")
            .file("overlays/shop/prod/kustomization.yaml", "")
            .file("environments/dev.yaml", environment("dev", "branch: main"))
            .file("environments/prod.yaml", environment("prod", "environment: dev"));
    known = declarations.read("config", known).targets();
  }

  @Test
  void bothGoByTheirLedgers() {
    assertThat(known)
        .extracting(
            target -> target.id().environment() + " " + target.driver() + " " + target.branch())
        .containsExactly("dev LEDGER main", "prod LEDGER main");
  }

  @Test
  void aBrokenFollowerLeavesItsUpstreamOnItsLedger() throws Stopped {
    tree.file("environments/prod.yaml", "\tnot YAML");

    Declarations.Declared read = declarations.read("config", known);

    assertThat(read.targets()).containsExactlyInAnyOrderElementsOf(known);
    assertThat(read.failures()).hasSize(1);
    assertThat(told.getLast().environments())
        .extracting(Environment::driver)
        .containsExactly(Target.Driver.LEDGER);
  }

  @Test
  void whatFollowsABrokenOneStaysAsItWas() throws Stopped {
    tree.file("environments/dev.yaml", environment("dev", "brunch: main"));

    Declarations.Declared read = declarations.read("config", known);

    assertThat(read.targets()).containsExactlyInAnyOrderElementsOf(known);
    assertThat(read.failures())
        .extracting(Failure::field)
        .containsExactly("spec.follows.brunch", "spec.follows");
  }

  @Test
  void aFollowerThatIsTakenAwayOnPurposeGivesItsUpstreamBackToTheBranch() throws Stopped {
    tree =
        new MemoryTree()
            .file("overlays/shop/dev/kustomization.yaml", "")
            .file("environments/dev.yaml", environment("dev", "branch: main"));

    assertThat(declarations.read("config", known).targets())
        .extracting(Target::driver)
        .containsExactly(Target.Driver.BRANCH);
  }

  @Test
  void anApplicationThatCannotArriveIsNamed() throws Stopped {
    tree.file("overlays/billing/prod/kustomization.yaml", "");

    Declarations.Declared read = declarations.read("config", known);

    assertThat(read.targets()).hasSize(3);
    assertThat(read.failures())
        .extracting(Failure::toString)
        .containsExactly(
            "InvalidEnvironment: environments/prod.yaml:1: spec.follows: billing has an overlay for"
                + " prod, but not for dev, so no revision of it ever arrives. Add an overlay for it"
                + " there, or take the one for prod out");
  }

  @Test
  void anEnvironmentThatNamesAnApplicationItDoesNotHaveStaysAsItWas() throws Stopped {
    tree.file(
        "environments/prod.yaml",
        """
        apiVersion: sluice.dev/v1alpha1
        kind: Environment
        metadata: {name: prod}
        spec:
          overlays: overlays/*/prod
          follows: {environment: dev}
          applications:
            shopp: {gates: [approval: 2]}
        """);

    Declarations.Declared read = declarations.read("config", known);

    assertThat(read.targets()).containsExactlyInAnyOrderElementsOf(known);
    assertThat(read.failures())
        .extracting(Failure::toString)
        .containsExactly(
            "InvalidEnvironment: environments/prod.yaml:8: spec.applications.shopp: shopp has no"
                + " overlay for prod; the environment stays as it was. Did you mean shop?");
    assertThat(told.getLast().environments()).extracting(Environment::name).containsExactly("dev");
    assertThat(told.getLast().failures()).as("so that what it was is kept").hasSize(1);
    assertThat(read.branches())
        .as("whose next commit may bring the overlay")
        .contains("main", "sluice/env/prod");

    tree.file("overlays/shopp/dev/kustomization.yaml", "");
    tree.file("overlays/shopp/prod/kustomization.yaml", "");

    assertThat(declarations.read("config", known).failures()).isEmpty();
    assertThat(told.getLast().environments())
        .filteredOn(one -> one.name().equals("prod"))
        .allSatisfy(prod -> {
          assertThat(prod.policy("shopp").gates()).hasSize(1);
          assertThat(prod.policy("shop").gates()).isEmpty();
        })
        .hasSize(1);
  }

  private static String environment(String name, String follows) {
    return """
    apiVersion: sluice.dev/v1alpha1
    kind: Environment
    metadata: {name: %s}
    spec: {overlays: overlays/*/%s, follows: {%s}}
    """
        .formatted(name, name, follows);
  }
}
