package dev.sluice.environments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.environments.Shape.Brief;
import dev.sluice.environments.Shape.Field;
import dev.sluice.environments.Shape.Fields;
import dev.sluice.model.ApplicationSettings;
import dev.sluice.model.Failure;
import dev.sluice.model.Stopped;
import dev.sluice.testing.Checkout;
import dev.sluice.testing.MemoryTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/promotion.md shows nothing that would be refused, and leaves nothing out. */
class PromotionDocsTest {

  private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final String ABOVE_GATES =
      """
      apiVersion: sluice.dev/v1alpha1
      kind: Environment
      metadata: {name: prod}
      spec:
        overlays: overlays/*/prod
        follows: {environment: qa}
        gates:
      """;
  private static final String OTHERS =
      """
      {apiVersion: sluice.dev/v1alpha1, kind: Environment, metadata: {name: %1$s},
       spec: {overlays: overlays/*/%1$s, follows: {branch: main}}}
      """;

  private final String page = read();

  @Test
  void everyExampleIsTakenAsItStands() throws Stopped {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(page);
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    assertThat(blocks).hasSizeGreaterThan(15);
    for (String block : blocks) {
      if (block.contains("kind: Application")) {
        assertThat(application(block).required()).as(block).isNotEmpty();
        continue;
      }
      MemoryTree tree = new MemoryTree();
      tree.file("e/block.yaml", block.startsWith("- ") ? gates(block) : block);
      if (block.startsWith("- ")) {
        for (String name : List.of("qa", "load-eu", "load-us")) {
          tree.file("e/" + name + ".yaml", OTHERS.formatted(name));
        }
      }
      EnvironmentSet read = EnvironmentFiles.read(tree, "e");
      assertThat(read.failures()).extracting(Failure::toString).as(block).isEmpty();
      assertThat(read.environments()).as(block).isNotEmpty();
    }
  }

  @Test
  void everyFieldIsExplained() {
    for (Field kind : GateShape.GATE.fields()) {
      String section = section("### " + kind.name() + ":");
      assertThat(section).as(kind.name()).isNotEmpty();
      Fields fields = kind.shape() instanceof Brief brief ? brief.full() : (Fields) kind.shape();
      fields.names().stream()
          .filter(name -> !name.equals("name") && !name.equals("phase"))
          .forEach(name -> assertThat(section).contains("| `" + name + "` |"));
    }
    PromotionShape.FIELDS.forEach(
        field -> assertThat(page).containsPattern("[`| #]" + field.name() + "[`.: \n]"));
    FollowsShape.FOLLOWS.names().forEach(name -> assertThat(page).contains("| `" + name));
  }

  private String section(String heading) {
    int start = page.indexOf("\n" + heading);
    return start < 0 ? "" : page.substring(start, page.indexOf("\n##", start + 4));
  }

  private static ApplicationSettings application(String block) throws Stopped {
    MemoryTree tree = new MemoryTree().file("overlays/web/application.yaml", block);
    return ApplicationFile.read(tree, tree.find("overlays/web/application.yaml").orElseThrow());
  }

  private static String gates(String block) {
    return ABOVE_GATES + block.indent(4);
  }

  private static String read() {
    try {
      return Files.readString(Checkout.root().resolve("docs/promotion.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
