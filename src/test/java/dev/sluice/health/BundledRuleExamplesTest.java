package dev.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.sluice.environments.HealthRuleFile;
import dev.sluice.model.Failure;
import dev.sluice.model.Health;
import dev.sluice.model.KindRules;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import dev.sluice.rules.BundledRules;
import dev.sluice.testing.MergePatch;
import dev.sluice.testing.RuleCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every rule for a kind of the ecosystem has examples: one folder per file of rules, one file of
 * examples per list of kinds, named after its first kind. A rule that no example reaches fails.
 */
class BundledRuleExamplesTest {

  private static final Path FILES = Path.of("src/main/resources/health");
  private static final Path EXAMPLES = Path.of("src/test/resources/health-rules");

  private final HealthRules rules = new HealthRules(RuleBook.EMPTY, new BundledRules());

  @TestFactory
  Stream<DynamicTest> examples() {
    return RuleCase.in("health-rules", one -> check(one));
  }

  @Test
  void everyFileOfRulesHasAFolderOfExamples() throws IOException {
    assertThat(names(EXAMPLES)).isEqualTo(names(FILES));
  }

  @TestFactory
  Stream<DynamicTest> everyRuleNamesItsSource() throws IOException {
    return names(FILES).stream()
        .map(name ->
            dynamicTest(
                name,
                () -> {
                  String text = Files.readString(FILES.resolve(name + ".yaml"));
                  assertThat(text.split("    source: https://", -1))
                      .hasSameSizeAs(text.split("    kinds:", -1));
                }));
  }

  private void check(RuleCase one) {
    for (KindRules page : pages(one.name())) {
      String first = page.kinds().getFirst();
      Map<String, Object> file = one.read((first.equals("*") ? "any" : first) + ".yaml");
      Set<Integer> reached = new TreeSet<>();
      for (Map<String, Object> example : Trees.maps(file, "cases")) {
        for (String kind : kinds(page, example)) {
          LiveObject object = object(Trees.map(file, "object"), kind, Trees.map(example, "with"));
          Health health = rules.assess(object, RuleBook.EMPTY);
          assertThat(health.state() + " " + health.why())
              .as("%s with %s", kind, example.get("with"))
              .isEqualTo(Trees.string(example, "state") + " " + Trees.string(example, "why"));
          reached.add(reached(page, object));
        }
      }
      for (int i = 0; i < page.rules().size(); i++) {
        assertThat(reached)
            .as("an example for the rule at %s", page.rules().get(i).origin())
            .contains(i);
      }
    }
  }

  private static List<String> kinds(KindRules page, Map<String, Object> example) {
    String only = Trees.string(example, "only");
    return only.isEmpty() ? page.kinds() : List.of(only);
  }

  private static LiveObject object(
      Map<String, Object> base, String kind, Map<String, Object> with) {
    Map<String, Object> object = new LinkedHashMap<>(base);
    if (!kind.equals(KindRules.ALL)) {
      object.put("kind", kind);
    }
    return new LiveObject(MergePatch.merged(object, with));
  }

  /** Which rule gave the answer; -1 where none was asked. */
  private static int reached(KindRules page, LiveObject object) {
    for (int i = 0; i < page.rules().size(); i++) {
      RuleBook one =
          new RuleBook(
              List.of(
                  new KindRules(
                      page.group(), page.kinds(), page.rules().subList(0, i + 1), page.origin())));
      if (one.assess(object, RuleInput.of(object), Optional.empty()).isPresent()) {
        return i;
      }
    }
    return -1;
  }

  private static List<KindRules> pages(String name) {
    try {
      List<Failure> failures = new ArrayList<>();
      List<KindRules> pages =
          HealthRuleFile.read(name, Files.readAllBytes(FILES.resolve(name + ".yaml")), failures);
      assertThat(failures).isEmpty();
      return pages;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> names = new TreeSet<>();
      files.forEach(file -> names.add(file.getFileName().toString().replaceAll("\\.yaml$", "")));
      return names;
    }
  }
}
