package dev.sluice.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.environments.ApplicationFile;
import dev.sluice.environments.HealthRuleFile;
import dev.sluice.health.HealthRules;
import dev.sluice.health.RuleBook;
import dev.sluice.model.ApplicationSettings;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Stopped;
import dev.sluice.testing.MemoryTree;
import dev.sluice.testing.MergePatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The examples of docs/health.md do what the page says, and its tables are complete. */
class HealthDocsTest {

  private static final Path PAGE = Path.of("docs/health.md");
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  private final String page = Files.readString(PAGE);
  private final List<String> examples =
      YAML.matcher(page).results().map((MatchResult block) -> block.group(1)).toList();

  HealthDocsTest() throws IOException {}

  @Test
  void theRulesOfAnApplicationJudgeTheObjectAsThePageSays() throws Stopped {
    MemoryTree tree = new MemoryTree().file("overlays/web/application.yaml", examples.get(0));
    ApplicationSettings settings =
        ApplicationFile.read(tree, tree.find("overlays/web/application.yaml").orElseThrow());
    RuleBook rules = new RuleBook(settings.health());
    Map<String, Object> vault =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(examples.get(1));

    assertThat(health(rules, vault))
        .isEqualTo(new Health(Health.State.DEGRADED, "KeyLost: the key is gone"));
    assertThat(page).contains("`Vault.backup.example.com one: KeyLost: the key is gone`");
    assertThat(
            health(
                rules, MergePatch.merged(vault, Map.of("status", Map.of("conditions", List.of())))))
        .isEqualTo(new Health(Health.State.PROGRESSING, "2 of 3 copies are made"));
    assertThat(
            health(
                rules,
                MergePatch.merged(
                    vault, Map.of("status", Map.of("copies", 3, "conditions", List.of())))))
        .isEqualTo(Health.HEALTHY);
    assertThat(health(rules, MergePatch.merged(vault, Map.of("spec", Map.of("paused", true)))))
        .isEqualTo(new Health(Health.State.SUSPENDED, "paused by somebody"));
  }

  @Test
  void theFileOfRulesIsOne() {
    List<Failure> failures = new ArrayList<>();
    assertThat(
            HealthRuleFile.read(
                "widgets.yaml", examples.get(2).getBytes(StandardCharsets.UTF_8), failures))
        .hasSize(1);
    assertThat(failures).isEmpty();
  }

  @Test
  void everyBundledFileIsInTheTable() throws IOException {
    try (var files = Files.list(Path.of("src/main/resources/health"))) {
      assertThat(files.map(file -> "`" + file.getFileName() + "`").toList())
          .allSatisfy(name -> assertThat(page).contains(name));
    }
  }

  private static Health health(RuleBook rules, Map<String, Object> object) {
    return new HealthRules(RuleBook.EMPTY, group -> RuleBook.EMPTY)
        .assess(new LiveObject(object), rules);
  }
}
