package dev.sluice.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.FieldPointer;
import dev.sluice.model.IgnoreRule;
import dev.sluice.model.Labels;
import dev.sluice.model.LiveObject;
import dev.sluice.model.Trees;
import dev.sluice.testing.MergePatch;
import dev.sluice.testing.RuleCase;
import dev.sluice.testing.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What Git wants, what is live, and what a rule leaves of it: {@code gone} is what the payload
 * differs in, {@code parked} what of ours is left to others, {@code covers} which foreign fields.
 */
class IgnoredFieldsCasesTest {

  @TestFactory
  Stream<DynamicTest> cases() {
    return RuleCase.in("ignored", IgnoredFieldsCasesTest::check);
  }

  private static void check(RuleCase one) {
    Map<String, Object> desired = one.read("desired.yaml");
    LiveObject live = new LiveObject(one.read("live.yaml"));
    for (Map<String, Object> step : Trees.maps(one.read("expected.yaml"), "cases")) {
      String what = Trees.string(step, "when");
      IgnoredFields ignored = IgnoredFields.of(List.of(rule(live, step)), live.key());

      assertThat(ignored.payload(desired, live))
          .as(what)
          .isEqualTo(MergePatch.merged(desired, Trees.map(step, "gone")));
      assertThat(paths(ignored.in(ours(live), live)))
          .as(what)
          .containsExactlyInAnyOrderElementsOf(Yaml.strings(step.get("parked")));
      Trees.map(step, "covers")
          .forEach((path, expected) ->
              assertThat(ignored.covers(path, "somebody")).as(path).isEqualTo(expected));
    }
  }

  private static IgnoreRule rule(LiveObject live, Map<String, Object> step) {
    return new IgnoreRule(
        "",
        live.key().kind(),
        "",
        "we*",
        Yaml.strings(step.get("fields")).stream().map(FieldPointer::parse).toList(),
        Set.copyOf(Yaml.strings(step.get("managers"))),
        "");
  }

  private static FieldSet ours(LiveObject live) {
    return ManagedEntry.of(live).stream()
        .filter(entry -> entry.appliedBy(Labels.FIELD_MANAGER))
        .map(ManagedEntry::fields)
        .reduce(FieldSet.EMPTY, FieldSet::union);
  }

  private static Set<String> paths(FieldSet set) {
    Set<String> paths = new TreeSet<>();
    collect("", set, paths);
    return paths;
  }

  private static void collect(String at, FieldSet set, Set<String> paths) {
    if (set.member()) {
      paths.add(at);
    }
    new ArrayList<>(set.children().entrySet())
        .forEach(child -> collect(child.getKey().below(at), child.getValue(), paths));
  }
}
