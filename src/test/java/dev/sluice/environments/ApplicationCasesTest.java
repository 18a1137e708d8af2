package dev.sluice.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ApplicationSettings;
import dev.sluice.model.KindRules;
import dev.sluice.model.SourceTree;
import dev.sluice.model.Stopped;
import dev.sluice.model.SyncPolicy;
import dev.sluice.model.Target;
import dev.sluice.model.TargetId;
import dev.sluice.testing.MemoryTree;
import dev.sluice.testing.RuleCase;
import dev.sluice.testing.Yaml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every folder holds an application.yaml, and in expected.yaml what becomes of it. */
class ApplicationCasesTest {

  @TestFactory
  Stream<DynamicTest> cases() {
    return RuleCase.in("applications", ApplicationCasesTest::check);
  }

  private static void check(RuleCase one) {
    Map<String, Object> expected = one.read("expected.yaml");
    MemoryTree tree = new MemoryTree();
    one.allBut("expected.yaml").forEach((name, text) -> tree.file("overlays/web/" + name, text));
    ApplicationSettings settings = ApplicationSettings.NONE;
    String failure = "";
    try {
      SourceTree.Entry entry = ApplicationFile.find(tree, web("overlays/web/dev")).orElseThrow();
      settings = ApplicationFile.read(tree, entry);
    } catch (Stopped stopped) {
      failure = stopped.failure().toString();
    }
    assertThat(failure).isEqualTo(expected.get("failure"));
    assertThat(settings.adoption().toString())
        .isEqualTo(expected.getOrDefault("adoption", "REFUSE"));
    assertThat(settings.dependsOn())
        .containsExactlyElementsOf(Yaml.strings(expected.get("dependsOn")));
    assertThat(settings.ignoreDifferences())
        .extracting(rule -> rule.selection() + " " + rule.fields() + " " + rule.managers())
        .containsExactlyElementsOf(Yaml.strings(expected.get("ignoreDifferences")));
    assertThat(settings.required().toString()).isEqualTo(expected.getOrDefault("required", "{}"));
    assertThat(settings.health())
        .extracting(ApplicationCasesTest::words)
        .containsExactlyElementsOf(Yaml.strings(expected.get("health")));
  }

  @Test
  void theFileStandsInTheDirectoryThatCarriesTheApplicationsName() throws Stopped {
    MemoryTree tree =
        new MemoryTree()
            .file("application.yaml", "not this one")
            .file("overlays/application.yaml", "nor this one")
            .file("overlays/web/application.yaml", "this one")
            .file("overlays/web/dev/application.yaml", "nor that one");

    assertThat(ApplicationFile.find(tree, web("overlays/web/dev")))
        .map(SourceTree.Entry::path)
        .contains("overlays/web/application.yaml");
  }

  @Test
  void anOverlayThatIsItselfNamedAfterTheApplicationHoldsTheFile() throws Stopped {
    MemoryTree tree = new MemoryTree().file("clusters/dev/web-dev/application.yaml", "this one");

    assertThat(ApplicationFile.find(tree, web("clusters/dev/web-dev")))
        .map(SourceTree.Entry::path)
        .contains("clusters/dev/web-dev/application.yaml");
  }

  @Test
  void aHugeValueIsRefusedLikeAnyOther() {
    for (String spec :
        List.of(
            "{ignoreDifferences: [{kind: Deployment, fields: [/" + "a".repeat(100_000) + "]}]}",
            "{health: [{group: "
                + "a.".repeat(50_000)
                + "a, kinds: [A], rules: [{state: Healthy}]}]}")) {
      MemoryTree tree =
          new MemoryTree()
              .file(
                  "overlays/web/application.yaml",
                  "{apiVersion: sluice.dev/v1alpha1, kind: Application, spec: " + spec + "}");
      SourceTree.Entry entry = tree.find("overlays/web/application.yaml").orElseThrow();
      assertThatThrownBy(() -> ApplicationFile.read(tree, entry))
          .isInstanceOf(Stopped.class)
          .hasMessageContaining("InvalidApplication: overlays/web/application.yaml:1: spec.");
    }
  }

  @Test
  void manyApplicationsHaveNone() throws Stopped {
    assertThat(ApplicationFile.find(new MemoryTree(), web("overlays/web/dev")))
        .isEqualTo(Optional.empty());
  }

  private static String words(KindRules rules) {
    return rules.group()
        + " "
        + rules.kinds()
        + rules.rules().stream()
            .map(rule -> " " + rule.state() + ":" + rule.origin().line())
            .collect(Collectors.joining());
  }

  private static Target web(String overlay) {
    return new Target(
        new TargetId("config", "web", "dev"), overlay, "", "", "main", SyncPolicy.DEFAULT);
  }
}
