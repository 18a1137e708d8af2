package dev.sluice.environments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Failure;
import dev.sluice.model.Stopped;
import dev.sluice.testing.MemoryTree;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelineTest {

  private final MemoryTree tree = new MemoryTree();

  @Test
  void everyEnvironmentComesAfterWhatItFollows() throws Stopped {
    declare("a-late", "environments: [z-eu, z-us]", "");
    declare("dr", "{environment: a-late, verified: true}", "");
    declare("qa", "branch: main", "");
    declare("staging", "branch: main", "");
    declare("z-eu", "environment: staging", "");
    declare("z-us", "environment: staging", "");

    assertThat(pipeline(Map.of()).stages())
        .extracting(Pipeline.Stage::name)
        .containsExactly("qa", "staging", "z-eu", "z-us", "a-late", "dr");
  }

  @Test
  void aStageThatFollowsARefusedOneIsNotThere() throws Stopped {
    declare("prod", "environment: nowhere", "");
    declare("staging", "branch: main", "");

    assertThat(pipeline(Map.of()).stages())
        .extracting(Pipeline.Stage::name)
        .containsExactly("staging");
  }

  @Test
  void whereAllMustHaveVerifiedAnApplicationMustBeInAll() throws Stopped {
    regions("match: all");

    assertThat(
            deadEnds(Map.of("eu", List.of("shop"), "us", List.of("web"), "edge", List.of("shop"))))
        .containsExactly(
            "shop has an overlay for edge, but not for eu and us, so no revision of it ever arrives");
    assertThat(
            deadEnds(Map.of("eu", List.of("shop"), "us", List.of("shop"), "edge", List.of("shop"))))
        .isEmpty();
  }

  @Test
  void whereAnyOneIsEnoughAnApplicationMayBeInOne() throws Stopped {
    regions("match: any");

    assertThat(
            deadEnds(Map.of("eu", List.of("shop"), "us", List.of("web"), "edge", List.of("shop"))))
        .isEmpty();
    assertThat(
            deadEnds(Map.of("eu", List.of("web"), "us", List.of("web"), "edge", List.of("shop"))))
        .hasSize(1);
  }

  @Test
  void whatCouldNotBeLookedAtIsNoDeadEnd() throws Stopped {
    regions("match: any");

    assertThat(deadEnds(Map.of("us", List.of("web"), "edge", List.of("shop")))).isEmpty();
    assertThat(deadEnds(Map.of("edge", List.of("shop")))).isEmpty();
  }

  @Test
  void aUnitOfApplicationsThatAreNotThereIsNamed() throws Stopped {
    declare("dev", "branch: main", ", units: [[backend, frontent]]");

    assertThat(pipeline(Map.of("dev", List.of("backend", "frontend"))).deadEnds())
        .extracting(Failure::toString)
        .containsExactly(
            "InvalidEnvironment: environments/dev.yaml:1: spec.units: frontent has no overlay for"
                + " dev. Did you mean frontend?");
  }

  private void regions(String match) {
    declare("eu", "branch: main", "");
    declare("us", "branch: main", "");
    declare("edge", "{environments: [eu, us], " + match + "}", "");
  }

  private List<String> deadEnds(Map<String, List<String>> applications) throws Stopped {
    return pipeline(applications).deadEnds().stream().map(Failure::message).toList();
  }

  private Pipeline pipeline(Map<String, List<String>> applications) throws Stopped {
    return Pipeline.of(EnvironmentFiles.read(tree, "environments").environments(), applications);
  }

  private void declare(String name, String follows, String more) {
    String mapping = follows.startsWith("{") ? follows : "{" + follows + "}";
    tree.file(
        "environments/" + name + ".yaml",
        """
        apiVersion: sluice.dev/v1alpha1
        kind: Environment
        metadata: {name: %1$s}
        spec: {overlays: overlays/*/%1$s, follows: %2$s%3$s}
        """
            .formatted(name, mapping, more));
  }
}
