package dev.sluice.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.health.RuleBook;
import dev.sluice.model.Reason;
import dev.sluice.model.Stopped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon's own rules. */
class RuleDirectoryTest {

  private static final String GOOD =
      """
      apiVersion: sluice.dev/v1alpha1
      kind: HealthRules
      health:
        - group: example.com
          kinds: [Widget]
          rules:
            - state: Healthy
      """;

  @TempDir Path directory;

  @Test
  void readsTheYamlFilesAndFollowsTheLinksOfAMountedConfigMap() throws IOException, Stopped {
    Path data = Files.createDirectory(directory.resolve("..data"));
    Files.writeString(data.resolve("widgets.yaml"), GOOD);
    Files.createSymbolicLink(directory.resolve("widgets.yaml"), data.resolve("widgets.yaml"));
    Files.writeString(directory.resolve("README.md"), "not rules");

    RuleBook rules = RuleDirectory.read(directory);

    assertThat(rules.knows("example.com", "Widget")).isTrue();
    assertThat(rules.knows("example.com", "Gadget")).isFalse();
  }

  @Test
  void namesFileLineAndFieldOfAMistake() throws IOException {
    Path file = directory.resolve("widgets.yaml");
    Files.writeString(file, GOOD.replace("state: Healthy", "state: Fine\n        wen: true"));

    Stopped stopped = catchThrowableOfType(Stopped.class, () -> RuleDirectory.read(directory));

    assertThat(stopped.failure().reason()).isEqualTo(Reason.INVALID_CONFIGURATION);
    assertThat(stopped.failure().toString())
        .contains(file + ":7: health[0].rules[0].state: must be Healthy, Progressing")
        .contains("There are 1 more mistakes");
  }

  @Test
  void aDirectoryThatIsNotThereIsAnError() {
    Stopped stopped =
        catchThrowableOfType(Stopped.class, () -> RuleDirectory.read(directory.resolve("nowhere")));

    assertThat(stopped.failure().toString()).contains("Check sluice.health-rules");
  }
}
